//! The actions of the rules, each with a number.

use super::name_map::same_bytes;
use crate::rules::{ACTIONS_BY_VALUES, ALL, failures, wordings::FAMILIES};

/// The number of an action in the table of actions, or [`ActionId::NONE`]: one byte in each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ActionId(u8);

impl ActionId {
    pub(crate) const NONE: Self = Self(u8::MAX);
}

/// How many actions there may be.
const MAX: usize = ActionId::NONE.0 as usize;

struct Actions {
    list: [&'static str; MAX],
    len: usize,
}

impl Actions {
    const fn add(mut self, action: Option<&'static str>) -> Self {
        if let Some(action) = action
            && position(&self.list, self.len, action) == self.len
        {
            assert!(self.len < MAX, "too many actions");
            self.list[self.len] = action;
            self.len += 1;
        }
        self
    }
}

/// The position of an action among the first ones of a list, or their number if it is not there.
const fn position(list: &[&str], len: usize, action: &str) -> usize {
    let mut at = 0;
    while at < len && !same_bytes(list[at].as_bytes(), action.as_bytes()) {
        at += 1;
    }
    at
}

const COLLECTED: Actions = {
    let mut actions = Actions { list: [""; MAX], len: 0 };
    let mut at = 0;
    while at < ACTIONS_BY_VALUES.len() {
        actions = actions.add(Some(ACTIONS_BY_VALUES[at]));
        at += 1;
    }
    at = 0;
    while at < failures::ROWS.len() {
        actions = actions.add(failures::ROWS[at].action);
        at += 1;
    }
    let mut provider = 0;
    while provider < ALL.len() {
        let (codes, statuses) = (ALL[provider].codes, ALL[provider].statuses);
        let mut row = 0;
        while row < codes.len() {
            actions = actions.add(codes[row].action);
            row += 1;
        }
        row = 0;
        while row < statuses.len() {
            actions = actions.add(statuses[row].action);
            row += 1;
        }
        provider += 1;
    }
    let mut family = 0;
    while family < FAMILIES.len() {
        actions = actions.add(FAMILIES[family].action);
        family += 1;
    }
    actions
};

static ACTIONS: [&str; COLLECTED.len] = *COLLECTED.list.first_chunk().expect("as many");

/// The number of the action of a rule.
#[expect(clippy::cast_possible_truncation, reason = "there are no more than 255 actions")]
pub(crate) const fn id(action: Option<&'static str>) -> ActionId {
    let Some(action) = action else {
        return ActionId::NONE;
    };
    let position = position(&COLLECTED.list, COLLECTED.len, action);
    assert!(position < COLLECTED.len, "the action of a rule is not collected");
    ActionId(position as u8)
}

/// The action with this number.
pub(crate) fn action(id: ActionId) -> Option<&'static str> {
    ACTIONS.get(usize::from(id.0)).copied()
}
