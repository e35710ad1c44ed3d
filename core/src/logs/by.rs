//! What the calls of a log can be grouped by.

/// What calls can be grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum By {
    /// The name or the masked form of the API key.
    Key,
    /// The path of the request.
    Route,
    /// The model that was asked for.
    Model,
    /// Who answered.
    Provider,
}

impl By {
    /// Every value.
    pub const ALL: &'static [Self] = &[Self::Key, Self::Route, Self::Model, Self::Provider];

    /// The name of this value in JSON.
    ///
    /// ```
    /// assert_eq!(apifault::logs::By::Key.as_str(), "key");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Route => "route",
            Self::Model => "model",
            Self::Provider => "provider",
        }
    }
}
