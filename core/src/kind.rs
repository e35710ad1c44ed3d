//! The enumerations of a decision: what went wrong, who must act, whether to retry, what fails alike,
//! what may help, who answered.

use crate::named_enum::named_enum;
use crate::remedies::{Remedies, Remedy};
use crate::rules::providers::list::with_providers;

named_enum! {
    /// Who must act before the call can succeed.
    ///
    /// It follows from the kind, unless a rule says otherwise.
    ///
    /// ```
    /// use apifault::{Fault, Kind};
    ///
    /// assert_eq!(Kind::QuotaExhausted.fault(), Fault::Account);
    /// assert_eq!("provider".parse(), Ok(Fault::Provider));
    /// ```
    Fault {
        None = 0, "none", "Nobody: nothing is wrong, or the cause is unknown.";
        Caller = 1, "caller", "The caller: the request, or the way it is sent, must change.";
        Account = 2, "account", "The account owner: a limit, plan, balance or permission blocks the call.";
        Provider = 3, "provider", "The provider, or a server between the caller and the provider.";
    }
}

named_enum! {
    /// Whether to send the same request again, and when.
    ///
    /// ```
    /// use apifault::{Advice, Kind};
    ///
    /// assert_eq!(Kind::Overloaded.advice(), Advice::Backoff);
    /// assert_eq!(Advice::AfterDelay.as_str(), "after_delay");
    /// ```
    Advice {
        No = 0, "no", "Sending the same request again will not help.";
        Now = 1, "now", "Retry at once, a limited number of times.";
        AfterDelay = 2, "after_delay", "Retry after the delay that the server stated.";
        Backoff = 3, "backoff", "Transient failure without a stated delay: retry with exponential backoff and jitter.";
    }
}

named_enum! {
    /// What fails alike until something changes: the request, the model, the credential or the
    /// provider.
    ///
    /// It is for whoever routes calls: it says what to take out of use, and what still works.
    ///
    /// ```
    /// use apifault::{Kind, Scope};
    ///
    /// assert_eq!(Kind::QuotaExhausted.scope(), Scope::Credential);
    /// assert_eq!("model".parse(), Ok(Scope::Model));
    /// ```
    Scope {
        None = 0, "none", "Nothing: nothing is wrong, or the cause is unknown.";
        Request = 1, "request", "This request: others may succeed.";
        Model = 2, "model", "Every request to this model.";
        Credential = 3, "credential", "Every request with this credential: its key, account or project.";
        Provider = 4, "provider", "Every request to this provider.";
    }
}

/// Declares [`Provider`]: one value per line of the list.
macro_rules! providers {
    ($($variant:ident = $number:literal, $name:literal in $file:ident, $meaning:literal;)+) => {
        named_enum! {
            /// The provider, gateway, server or edge that sent the response.
            ///
            /// It is named only if the response itself identifies it, or the caller named it in
            /// [`Options`](crate::Options).
            ///
            /// ```
            /// use apifault::{Options, Provider, Response, decide};
            ///
            /// let response = Response::new(429, b"").with_headers([("x-groq-region", "sto")]);
            /// assert_eq!(decide(&response, &Options::new()).provider, Some(Provider::Groq));
            /// ```
            Provider {
                $($variant = $number, $name, $meaning;)+
            }
        }
    };
}

with_providers!(providers);

named_enum! {
    /// Where the stated delay was found, strongest source first.
    ///
    /// ```
    /// use apifault::{DelaySource, Options, Response, decide};
    ///
    /// let response = Response::new(503, b"").with_headers([("retry-after", "2")]);
    /// let retry = decide(&response, &Options::new()).retry;
    /// assert_eq!(retry.source, Some(DelaySource::RetryAfter));
    /// ```
    DelaySource {
        RetryAfterMs = 1, "retry-after-ms", "The header `retry-after-ms` or an equivalent such as `x-ms-retry-after-ms`.";
        RetryAfter = 2, "retry-after", "The header `retry-after`.";
        Body = 3, "body", "A machine-readable field of the body.";
        Message = 4, "message", "The text of the message.";
        Bucket = 5, "bucket", "The reset time of a rate-limit bucket that is used up.";
    }
}

named_enum! {
    /// What a rate limit counts.
    ///
    /// ```
    /// assert_eq!("input_tokens".parse(), Ok(apifault::Metric::InputTokens));
    /// ```
    Metric {
        Requests = 1, "requests", "Requests.";
        Tokens = 2, "tokens", "Tokens, input and output together.";
        InputTokens = 3, "input_tokens", "Input tokens: the prompt.";
        OutputTokens = 4, "output_tokens", "Output tokens: the completion.";
        AudioSeconds = 5, "audio_seconds", "Seconds of audio.";
        Images = 6, "images", "Images.";
        Other = 7, "other", "Something else, or unknown.";
    }
}

named_enum! {
    /// The time span over which a rate limit counts.
    ///
    /// ```
    /// assert_eq!(apifault::Window::Minute.as_str(), "minute");
    /// ```
    Window {
        Second = 1, "second", "A second.";
        Minute = 2, "minute", "A minute.";
        Hour = 3, "hour", "An hour.";
        Day = 4, "day", "A day.";
        Week = 5, "week", "A week.";
        Month = 6, "month", "A month.";
    }
}

/// What follows from a kind, unless a row says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Consequences {
    pub(crate) fault: Fault,
    pub(crate) advice: Advice,
    pub(crate) scope: Scope,
    pub(crate) remedies: Remedies,
}

/// Declares [`Kind`]: one row per kind, with all that follows from it.
macro_rules! kinds {
    ($($variant:ident = $number:literal, $word:literal, $fault:ident, $advice:ident, $scope:ident [$($remedy:ident)*], $doc:literal, $action:literal;)+) => {
        named_enum! {
            /// What went wrong.
            ///
            /// Two responses have different kinds only if a caller would act differently on them.
            ///
            /// ```
            /// use apifault::{Advice, Fault, Kind};
            ///
            /// let kind: Kind = "rate_limited".parse()?;
            /// assert_eq!(kind, Kind::RateLimited);
            /// assert_eq!(kind.fault(), Fault::Account);
            /// assert_eq!(kind.advice(), Advice::Backoff);
            /// assert!(!kind.is_success());
            /// # Ok::<(), apifault::UnknownValue>(())
            /// ```
            Kind {
                $($variant = $number, $word, $doc;)+
            }
        }

        impl Kind {
            /// What follows from this kind, unless a row says otherwise.
            pub(crate) const fn consequences(self) -> Consequences {
                match self {
                    $(Self::$variant => Consequences {
                        fault: Fault::$fault,
                        advice: Advice::$advice,
                        scope: Scope::$scope,
                        remedies: Remedies::of(&[$(Remedy::$remedy),*]),
                    },)+
                }
            }

            /// Who must act before a call that failed with this kind can succeed.
            ///
            /// ```
            /// use apifault::{Fault, Kind};
            ///
            /// assert_eq!(Kind::Overloaded.fault(), Fault::Provider);
            /// ```
            pub const fn fault(self) -> Fault {
                self.consequences().fault
            }

            /// Whether to send the same request again, if the response itself does not say.
            ///
            /// ```
            /// use apifault::{Advice, Kind};
            ///
            /// assert_eq!(Kind::Overloaded.advice(), Advice::Backoff);
            /// ```
            pub const fn advice(self) -> Advice {
                self.consequences().advice
            }

            /// What fails alike until something changes. A rule may say otherwise: see
            /// [`Rule::scope`](crate::Rule::scope).
            ///
            /// ```
            /// use apifault::{Kind, Scope};
            ///
            /// assert_eq!(Kind::RateLimited.scope(), Scope::Credential);
            /// ```
            pub const fn scope(self) -> Scope {
                self.consequences().scope
            }

            /// What may help besides waiting. A rule may say otherwise: see
            /// [`Rule::remedies`](crate::Rule::remedies).
            ///
            /// ```
            /// use apifault::{Kind, Remedies, Remedy};
            ///
            /// let remedies = Kind::ContextLengthExceeded.remedies();
            /// assert_eq!(remedies, Remedies::of(&[Remedy::ShortenInput, Remedy::OtherModel]));
            /// ```
            pub const fn remedies(self) -> Remedies {
                self.consequences().remedies
            }

            /// What the caller should do now, in one sentence. A rule may have a more specific one: see
            /// [`Rule::action`](crate::Rule::action).
            ///
            /// ```
            /// use apifault::Kind;
            ///
            /// assert!(!Kind::Overloaded.action().is_empty());
            /// ```
            pub const fn action(self) -> &'static str {
                match self {
                    $(Self::$variant => $action,)+
                }
            }
        }
    };
}

/// A set of kinds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kinds(u32);

impl Kinds {
    pub(crate) const ALL: Self = Self(u32::MAX);

    pub(crate) const fn of(kinds: &[Kind]) -> Self {
        let mut set = 0;
        let mut at = 0;
        while at < kinds.len() {
            set |= 1 << kinds[at].as_u32();
            at += 1;
        }
        Self(set)
    }

    pub(crate) const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn holds(self, kind: Kind) -> bool {
        self.0 & (1 << kind.as_u32()) != 0
    }
}

impl Kind {
    /// Whether the call succeeded: [`Kind::Success`] or [`Kind::PartialContent`].
    ///
    /// ```
    /// use apifault::Kind;
    ///
    /// assert!(Kind::PartialContent.is_success());
    /// assert!(!Kind::Overloaded.is_success());
    /// ```
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Success | Self::PartialContent)
    }

    /// Whether a status of the class 5xx can have this kind.
    pub(crate) const fn is_server_error(self) -> bool {
        matches!(
            self,
            Self::Overloaded
                | Self::Timeout
                | Self::InternalError
                | Self::BadGateway
                | Self::ServiceUnavailable
        )
    }
}

kinds! {
    Unknown = 0, "unknown", None, No, None [],
        "The response does not hold enough information to say what happened.",
        "Look at the raw response, or at the client's own error: the cause is not known.";
    Success = 1, "success", None, No, None [],
        "The call succeeded.",
        "Use the response: nothing went wrong.";
    PartialContent = 2, "partial_content", None, No, None [],
        "Only part of the resource was sent.",
        "Check that the request asked for a range; if it did not, request the whole resource.";
    Redirect = 3, "redirect", Caller, No, Request [ChangeRequest],
        "The base URL is wrong: the server redirects the request elsewhere.",
        "Correct the base URL: API clients should not follow redirects.";
    InvalidRequest = 4, "invalid_request", Caller, No, Request [ChangeRequest],
        "The request is malformed, has an invalid or unsupported parameter, or asks for something that the model cannot do.",
        "Correct the request: check its parameters, its format, and what the model supports.";
    UnprocessableEntity = 5, "unprocessable_entity", Caller, No, Request [ChangeRequest],
        "The request is well-formed but semantically wrong.",
        "Check that the values in the request are correct and complete.";
    Authentication = 6, "authentication", Caller, No, Credential [OtherCredential OtherProvider],
        "The API key is missing, malformed, wrong, revoked, leaked or expired.",
        "Check that the request has a valid API key in the form that this provider expects.";
    PermissionDenied = 7, "permission_denied", Account, No, Credential [OtherCredential OtherModel OtherProvider],
        "The API key is valid, but it is not allowed to do this.",
        "Ask an administrator of the account for the missing permission, or use another account, model or region.";
    NotFound = 8, "not_found", Caller, No, Request [ChangeRequest],
        "The URL or the resource does not exist.",
        "Check the URL of the request, and that the resource in it exists.";
    ModelNotFound = 9, "model_not_found", Caller, No, Model [OtherModel OtherProvider],
        "The model is unknown, retired, or not available under this id.",
        "Choose a model that this provider lists for this account.";
    Conflict = 10, "conflict", Caller, Backoff, Request [],
        "A lock or a concurrent change blocked the request.",
        "Retry after the stated delay, or with exponential backoff if there is none; if the error persists, find out what else changes the same resource.";
    RequestTooLarge = 11, "request_too_large", Caller, No, Request [ShortenInput OtherModel],
        "The request exceeds a size limit, or exceeds a rate limit by itself, so that waiting will not help.",
        "Make the request smaller or split it: waiting will not help.";
    ContextLengthExceeded = 12, "context_length_exceeded", Caller, No, Request [ShortenInput OtherModel],
        "The prompt, or the prompt plus the completion, does not fit into the model's context window.",
        "Shorten the prompt or the requested completion, or use a model with a larger context window.";
    ContentPolicy = 13, "content_policy", Caller, No, Request [ChangeRequest OtherModel],
        "A safety filter refused the input or blocked the output.",
        "Change the content: the safety filter refuses it.";
    GenerationFailed = 14, "generation_failed", Provider, Now, Request [OtherModel],
        "The model itself produced an invalid tool call or invalid JSON.",
        "Retry a few times at most; if the error persists, simplify the prompt, the tools or the schema.";
    RateLimited = 15, "rate_limited", Account, Backoff, Credential [OtherCredential OtherModel OtherProvider],
        "Too many requests or tokens were sent in a time window that resets by itself.",
        "Wait for the stated delay, or back off exponentially if there is none, then retry; send requests more slowly to stay below the limit.";
    QuotaExhausted = 16, "quota_exhausted", Account, No, Credential [OtherCredential OtherProvider],
        "The credits, balance, spend limit or plan is used up: only a payment, a higher limit or a new billing period helps.",
        "Add credits, raise the spend limit, change the plan, or wait for the next billing period: a retry does not help.";
    Overloaded = 17, "overloaded", Provider, Backoff, Model [OtherModel OtherProvider],
        "The provider or the model has no capacity at the moment.",
        "Retry after the stated delay, or with exponential backoff if there is none, or use another model or service tier in the meantime.";
    FailedDependency = 18, "failed_dependency", Caller, No, Request [ChangeRequest],
        "Something that the request depends on failed, such as a remote tool server.",
        "Check what the request depends on, such as its tool servers and their credentials.";
    Cancelled = 19, "cancelled", Caller, No, Request [],
        "The caller cancelled the request or closed the connection.",
        "Do nothing if the request was cancelled on purpose; otherwise raise the client's own timeout.";
    Timeout = 20, "timeout", Provider, Backoff, Provider [OtherProvider],
        "The request or an upstream server timed out.",
        "Retry after the stated delay, or with exponential backoff if there is none; if the error persists, ask for less in one request, or use streaming.";
    InternalError = 21, "internal_error", Provider, Backoff, Provider [OtherProvider],
        "The server failed.",
        "Retry after the stated delay, or with exponential backoff if there is none; if the error persists, send the request id to the provider's support.";
    BadGateway = 22, "bad_gateway", Provider, Backoff, Provider [OtherProvider],
        "A gateway got an invalid response, or none, from the server behind it, or the connection to the server failed.",
        "Retry after the stated delay, or with exponential backoff if there is none: such failures are often brief.";
    ServiceUnavailable = 23, "service_unavailable", Provider, Backoff, Provider [OtherProvider],
        "The service is down for maintenance, has no healthy server, or gives no reason.",
        "Retry after the stated delay, or with exponential backoff if there is none, and look at the provider's status page.";
}
named_enum! {
    /// Why there is no response, or no answer that the client could use.
    ///
    /// ```
    /// use apifault::{Failure, Kind};
    ///
    /// assert_eq!(Failure::Timeout.kind(), Kind::Timeout);
    /// assert_eq!("refused".parse(), Ok(Failure::Refused));
    /// ```
    Failure {
        Other = 0, "other", "Something else, or unknown.";
        Timeout = 1, "timeout", "Time ran out while connecting, reading, or waiting for a connection from a pool.";
        Connection = 2, "connection", "The connection failed or broke off, and nothing says how.";
        Cancelled = 3, "cancelled", "The caller cancelled the call.";
        InvalidCall = 4, "invalid_call", "The client refused to make the call: an invalid address or a wrong argument.";
        MissingCredentials = 5, "missing_credentials", "The client found no API key, or the login has expired.";
        Refused = 6, "refused", "The server refused the connection: nothing listens at the address.";
        LocalServer = 7, "local_server", "The connection to a server on the same machine was refused.";
        Reset = 8, "reset", "The connection was reset, or closed before the whole response came.";
        Unresolved = 9, "unresolved", "The name of the server could not be resolved.";
        Unreachable = 10, "unreachable", "The network has no route to the server.";
        Tls = 11, "tls", "The TLS handshake broke off.";
        Certificate = 12, "certificate", "The client does not accept the server's certificate or TLS version.";
        Proxy = 13, "proxy", "The proxy could not be reached, or did not let the call through.";
        Cors = 14, "cors", "A browser blocked the call, because the server does not allow the page's origin.";
        TooManyRedirects = 15, "too_many_redirects", "The server redirected the call too often.";
        InvalidOutput = 16, "invalid_output", "The output of the model does not have the form that the client expects.";
        CutOutput = 17, "cut_output", "The output of the model reached its token limit before it was complete.";
        FilteredOutput = 18, "filtered_output", "A content filter stopped the output of the model.";
    }
}
