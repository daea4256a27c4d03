//! The wire form of a Latin SMS: the same words within the alphabet of GSM-7, for less than half the price.
//! Not here: the decision to send it so (the channel's), and match keys (fold).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::fold::is_unseen;
use super::script::{is_cyrillic, push_cased};
use super::segments::gsm7_units;

/// A Latin text with every letter that GSM-7 lacks replaced by its nearest plain spelling.
///
/// Cyrillic is left alone, for whoever writes Cyrillic reads Cyrillic; what has no plain spelling is left as well.
pub fn sms_latin(text: &str) -> String {
    let chars: Vec<char> = text.nfc().collect();
    let mut out = String::with_capacity(text.len());
    for (at, &c) in chars.iter().enumerate() {
        if gsm7_units(c).is_some() || is_cyrillic(c) {
            out.push(c);
        } else if let Some(plain) = plain_mark(c) {
            out.push_str(plain);
        } else if matches!(c, 'đ' | 'Đ' | 'ð' | 'Ð') {
            push_cased(&mut out, "dj", &chars, at);
        } else if !is_unseen(c) {
            push_base(&mut out, c);
        }
    }
    out
}

fn plain_mark(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '`' | '´' | 'ʼ' => "'",
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' | '−' | '•' | '·' | '‣' => "-",
        '…' => "...",
        '\t' => " ",
        'ı' => "i",
        _ => return None,
    })
}

/// Writes the letter without its marks when GSM-7 has all of it, else the letter itself.
fn push_base(out: &mut String, c: char) {
    let mut base = String::new();
    decompose_compatible(c, |part| {
        if !is_combining_mark(part) {
            base.push(part);
        }
    });
    if !base.is_empty() && base.chars().all(|part| gsm7_units(part).is_some()) {
        out.push_str(&base);
    } else {
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Encoding, segments};
    use super::*;

    #[test]
    fn letters_and_marks_become_plain() {
        for (text, wire) in [
            ("Kërkesa juaj është pranuar, ç'ka tjetër?", "Kerkesa juaj eshte pranuar, c'ka tjeter?"),
            ("ËSHTË", "ESHTE"),
            ("Pošaljite reč ŽALBA, đače, u Đakovicu", "Posaljite rec ZALBA, djace, u Djakovicu"),
            ("ĐAKOVICA, Đorđe i đaci, ĐĐ", "DJAKOVICA, Djordje i djaci, DJDJ"),
            ("ćČĆčšŠžŽ", "cCCcsSzZ"),
            ("„Idi i vidi“ ‘po’ – da — ne…\u{a0}• tačka", "\"Idi i vidi\" 'po' - da - ne... - tacka"),
            ("e\u{308}\tc\u{327}", "e c"),
            ("Mamuşa, ığdır, İzmir", "Mamusa, igdir, Izmir"),
            ("Zürich, Malmö, Çelik, é à ñ €", "Zürich, Malmö, Çelik, é à ñ €"),
            ("3 Српски š", "3 Српски s"),
            ("😀 ë", "😀 e"),
        ] {
            assert_eq!(sms_latin(text), wire);
        }
    }

    #[test]
    fn folded_sentence_fits_one_part() {
        let text = "Kërkesa juaj PRG-2048 u pranua. Do t’ju kontaktojmë brenda 3 ditëve. \
                    Përgjigjuni STATUS për gjendjen, STOP për ndalje.";
        assert_eq!(segments(text).encoding, Encoding::Ucs2);
        let wire = segments(&sms_latin(text));
        assert_eq!((wire.encoding, wire.units, wire.parts), (Encoding::Gsm7, 118, 1));
    }

    proptest! {
        #[test]
        fn any_text_can_be_sent(text in any::<String>()) {
            let wire = sms_latin(&text);
            prop_assert_eq!(sms_latin(&wire), wire);
        }

        #[test]
        fn our_three_languages_always_fit_gsm7(text in "[A-Za-z0-9ëËçÇčČćĆšŠžŽđĐ.,:?!'’„“”–—…\u{a0}• ]{0,200}") {
            prop_assert_eq!(segments(&sms_latin(&text)).encoding, Encoding::Gsm7);
        }
    }
}
