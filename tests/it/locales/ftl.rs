//! Reading the locales as they are written, one form of one sentence at a time.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use prag::text::{Language, Script, latin};

/// A locale as it is written or derived: its name, language, script, plural forms and files.
pub struct Locale {
    pub name: &'static str,
    pub language: Language,
    pub script: Script,
    pub plurals: &'static [&'static str],
    pub files: [String; 3],
}

macro_rules! files {
    ($name:literal) => {
        [
            include_str!(concat!("../../../locales/", $name, "/people.ftl")),
            include_str!(concat!("../../../locales/", $name, "/staff.ftl")),
            include_str!(concat!("../../../locales/", $name, "/topics.ftl")),
        ]
    };
}

/// The plural forms are those of CLDR for whole numbers.
pub fn locales() -> [Locale; 4] {
    let (albanian, serbian, english) = (Language::Albanian, Language::Serbian, Language::English);
    let two = &["one", "other"];
    let three = &["few", "one", "other"];
    let written = |files: [&str; 3]| files.map(str::to_owned);
    let (cyrillic, roman) = (Script::Cyrillic, Script::Latin);
    [
        Locale { name: "en", language: english, script: roman, plurals: two, files: written(files!("en")) },
        Locale { name: "sq", language: albanian, script: roman, plurals: two, files: written(files!("sq")) },
        Locale {
            name: "sr-Cyrl",
            language: serbian,
            script: cyrillic,
            plurals: three,
            files: written(files!("sr-Cyrl")),
        },
        Locale {
            name: "sr-Latn",
            language: serbian,
            script: roman,
            plurals: three,
            files: files!("sr-Cyrl").map(latin),
        },
    ]
}

/// One form of one sentence: the Telegram form, or its `.sms`.
#[derive(Default)]
pub struct Form {
    /// The words, all plural forms one after the other; a blank is `_`.
    pub words: String,
    pub blanks: BTreeSet<String>,
    /// The plural forms of each choice, its default last.
    pub choices: Vec<(String, Vec<String>, String)>,
}

impl Form {
    fn of(pattern: &Pattern<String>) -> Self {
        let mut form = Self::default();
        form.take(pattern);
        form
    }

    fn take(&mut self, pattern: &Pattern<String>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.words.push_str(value),
                PatternElement::Placeable { expression } => self.take_expression(expression),
            }
        }
    }

    fn take_expression(&mut self, expression: &Expression<String>) {
        match expression {
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                self.blanks.insert(id.name.clone());
                self.words.push('_');
            }
            Expression::Inline(InlineExpression::StringLiteral { value }) => self.words.push_str(value),
            Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
                self.blanks.insert(id.name.clone());
                let name = |key: &VariantKey<String>| match key {
                    VariantKey::Identifier { name } => name.clone(),
                    VariantKey::NumberLiteral { value } => value.clone(),
                };
                let mut forms: Vec<_> = variants.iter().map(|variant| name(&variant.key)).collect();
                forms.sort();
                let default =
                    variants.iter().find(|variant| variant.default).map(|variant| name(&variant.key));
                self.choices.push((id.name.clone(), forms, default.unwrap_or_default()));
                for variant in variants {
                    self.take(&variant.value);
                    self.words.push('\n');
                }
            }
            other => panic!("the locales need nothing so artful: {other:?}"),
        }
    }
}

/// Every sentence of a locale by key, each with its forms by name: `""`, and `sms` where there is one.
pub fn sentences(locale: &Locale) -> BTreeMap<String, BTreeMap<String, Form>> {
    let mut all = BTreeMap::new();
    for file in &locale.files {
        let resource = fluent_syntax::parser::parse(file.clone())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", locale.name));
        for entry in resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                other => panic!("{}: the locales need nothing so artful: {other:?}", locale.name),
            };
            let key = message.id.name;
            let value = message.value.unwrap_or_else(|| panic!("{}: {key} has no value", locale.name));
            let mut forms = BTreeMap::from([(String::new(), Form::of(&value))]);
            forms.extend(message.attributes.iter().map(|form| (form.id.name.clone(), Form::of(&form.value))));
            assert!(all.insert(key.clone(), forms).is_none(), "{}: {key} is written twice", locale.name);
        }
    }
    all
}

/// Calls `look` with locale, key, name of the form and form, for every form of every sentence.
pub fn each_form(mut look: impl FnMut(&Locale, &str, &str, &Form)) {
    for locale in locales() {
        for (key, forms) in sentences(&locale) {
            for (name, form) in forms {
                look(&locale, &key, &name, &form);
            }
        }
    }
}
