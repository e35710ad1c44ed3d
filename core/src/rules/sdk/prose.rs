//! How people write about failures that did not happen: in documentation, in questions and in code.

use crate::rules::schema::{Words, words};

/// The beginnings of sentences that say what may happen, or what to do.
pub(crate) const SENTENCES: Words = words(
    "If you |If the |If a |If an |If your |When you |When the |When a |When an |When your |Whenever |\
     In the event |In case |Should you |You may |You might |You can |You will |Note that |How do |How to |\
     How can |What does |We use |We retry |We handle |We recommend |We suggest |We currently |To avoid |\
     To handle |To implement |Exponential backoff |Use |Implement |Define |Set |Our |For example|Clients |Make sure ",
);

/// What stands before the name of an exception that is only spoken of.
pub(crate) const BEFORE_NAME: Words = words(
    "raises |raises `|raises a |throws |throws `|throws a |catch |catches |such as |such as `",
);

/// What stands behind a name or a status that is only explained.
pub(crate) const EXPLAINED: Words = words(
    " means| error means| errors mean| indicates| error indicates| occurs when| error occurs when",
);

/// The beginnings of lines of code that compare or make statuses.
pub(crate) const STATUS_CODE: Words = words(
    "raise |throw |return |assert |if |if(|elif |else if |} else if |case |while |switch |when ",
);

/// What stands between a name and a status that code compares.
pub(crate) const COMPARED: Words = words("==|!=|>=|<=| in (| in [");
