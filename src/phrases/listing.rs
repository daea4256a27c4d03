//! What is made of the list of sentences: the enum, its keys, its blanks, and the longest specimen of each.
//! Not here: the list.

macro_rules! phrases {
    ($($(#[$doc:meta])+ $name:ident $({ $($blank:ident : $type:ty),+ $(,)? })? = $key:literal,)+) => {
        /// A sentence Prag can say, with what is to stand in its blanks.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Phrase {
            $($(#[$doc])+ $name $({ $(#[doc = concat!("The blank `", stringify!($blank), "`.")] $blank: $type),+ })?,)+
            /// The one question of a topic, asked before the call; a topic without its own asks for a few words.
            AskDetail {
                /// What it is about.
                topic: Topic,
            },
            /// The same without how many people there are, which was told.
            AskDetailBesides {
                /// What it is about.
                topic: Topic,
            },
        }

        impl Phrase {
            /// The key of the sentence in `locales/`.
            #[must_use]
            pub fn key(&self) -> String {
                match self {
                    $(Self::$name $({ $($blank: _),+ })? => $key.to_owned(),)+
                    Self::AskDetail { topic } if topic.question() == Question::Own => topic.question_key(),
                    Self::AskDetail { .. } => "ask-in-words".to_owned(),
                    Self::AskDetailBesides { topic } => format!("{}-besides", topic.question_key()),
                }
            }

            /// The blanks of the sentence, by name.
            #[must_use]
            pub fn blanks(&self) -> Vec<(&'static str, Blank)> {
                match self {
                    $(Self::$name $({ $($blank),+ })? => vec![$($((stringify!($blank), $blank.fill())),+)?],)+
                    Self::AskDetail { .. } | Self::AskDetailBesides { .. } => Vec::new(),
                }
            }

            /// One of each, with the longest blanks that can be; what the locales are tested with.
            #[must_use]
            pub fn specimens() -> Vec<Self> {
                let mut all = vec![$(Self::$name $({ $($blank: <$type>::longest()),+ })?),+];
                all.extend(Topic::all().map(|topic| Self::AskDetail { topic }));
                let counting = Topic::all().filter(|topic| topic.counts_people());
                all.extend(counting.map(|topic| Self::AskDetailBesides { topic }));
                all
            }
        }
    };
}
