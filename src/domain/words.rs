//! How an id and a word are made. Every identifier and every closed vocabulary in the house comes
//! from these two macros, so that what is stored, shown in addresses and sent as JSON is one text.

/// A text that no part of the house knows, and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not a known {of}")]
pub struct UnknownWord {
    pub of: &'static str,
    pub text: String,
}

/// `id_words! { /// A person's account. AccountId, .. }`: 26 lower-case characters, made by `ids`.
#[macro_export]
macro_rules! id_words {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);
        impl $name {
            pub fn as_str(&self) -> &str { &self.0 }
            /// Any text is accepted: an id that names nothing is simply not found.
            pub fn new(text: impl Into<String>) -> $name { $name(text.into()) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;
            fn from_str(text: &str) -> Result<$name, Self::Err> { Ok($name(text.to_owned())) }
        }
        impl From<String> for $name {
            fn from(text: String) -> $name { $name(text) }
        }
    )+ };
}

/// `text_words! { /// doc enum Capacity "capacity" { Supervisor = "supervisor", .. } }`
#[macro_export]
macro_rules! text_words {
    ($($(#[$doc:meta])* enum $name:ident $of:literal { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub fn as_str(&self) -> &'static str { match self { $($name::$variant => $text),+ } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::domain::words::UnknownWord;
            fn from_str(text: &str) -> Result<$name, Self::Err> {
                $name::ALL
                    .iter()
                    .find(|word| word.as_str() == text)
                    .copied()
                    .ok_or_else(|| $crate::domain::words::UnknownWord { of: $of, text: text.to_owned() })
            }
        }
        impl TryFrom<String> for $name {
            type Error = $crate::domain::words::UnknownWord;
            fn try_from(text: String) -> Result<$name, Self::Error> { text.parse() }
        }
    )+ };
}
