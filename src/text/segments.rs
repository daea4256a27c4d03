//! How many SMS a text costs, exactly. Not here: cutting a text (networks do that) and making it cheaper (wire).

/// How the letters of a text travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// The seven-bit alphabet of GSM.
    Gsm7,
    /// UTF-16, for every text with a letter outside that alphabet.
    Ucs2,
}

/// What a text costs as an SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segments {
    /// How its letters travel.
    pub encoding: Encoding,
    /// Its length: septets in GSM-7, UTF-16 units in UCS-2.
    pub units: usize,
    /// How many messages are paid; an empty text is one.
    pub parts: usize,
}

/// Counts the parts of a text as phones and networks cut it: what takes two units never straddles two parts.
pub fn segments(text: &str) -> Segments {
    let septets: Option<Vec<usize>> = text.chars().map(gsm7_units).collect();
    let (encoding, sizes, alone, joined) = match septets {
        Some(sizes) => (Encoding::Gsm7, sizes, 160, 153),
        None => (Encoding::Ucs2, text.chars().map(char::len_utf16).collect(), 70, 67),
    };
    let units = sizes.iter().sum();
    let parts = if units <= alone { 1 } else { pack(&sizes, joined) };
    Segments { encoding, units, parts }
}

fn pack(sizes: &[usize], room: usize) -> usize {
    let (mut parts, mut used) = (1, 0);
    for size in sizes {
        if used + size > room {
            parts += 1;
            used = 0;
        }
        used += size;
    }
    parts
}

/// The septets of a character in GSM-7; nothing for a character it lacks.
pub(super) fn gsm7_units(c: char) -> Option<usize> {
    match c {
        '\u{c}' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        '`' => None,
        ' '..='~' | '\n' | '\r' => Some(1),
        '£' | '¥' | 'è' | 'é' | 'ù' | 'ì' | 'ò' | 'Ç' | 'Ø' | 'ø' | 'Å' | 'å' | 'Δ' | 'Φ' | 'Γ' | 'Λ'
        | 'Ω' | 'Π' | 'Ψ' | 'Σ' | 'Θ' | 'Ξ' | 'Æ' | 'æ' | 'ß' | 'É' | '¤' | '¡' | 'Ä' | 'Ö' | 'Ñ' | 'Ü'
        | '§' | '¿' | 'ä' | 'ö' | 'ñ' | 'ü' | 'à' => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Encoding::{Gsm7, Ucs2};
    use super::*;

    fn counted(text: &str) -> (Encoding, usize, usize) {
        let Segments { encoding, units, parts } = segments(text);
        (encoding, units, parts)
    }

    #[test]
    fn the_basic_alphabet_is_complete() {
        let basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                     ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
        assert_eq!(basic.chars().count(), 127, "128 codes, one of them the escape");
        assert!(basic.chars().all(|c| gsm7_units(c) == Some(1)));
        let every = ('\0'..=char::MAX).filter(|&c| gsm7_units(c) == Some(1)).count();
        assert_eq!(every, 127);
        let extended: String = ('\0'..=char::MAX).filter(|&c| gsm7_units(c) == Some(2)).collect();
        assert_eq!(extended, "\u{c}[\\]^{|}~€");
    }

    #[test]
    fn parts_are_counted_as_networks_cut_them() {
        let a = |n| "a".repeat(n);
        let e = |n| "ë".repeat(n);
        let smile = |n| "😀".repeat(n);
        let sentence = "Kerkesa juaj PRG-2048 u pranua. Do t'ju kontaktojme brenda 3 diteve. \
                        Pergjigjuni STATUS per gjendjen, STOP per ndalje.";
        for (text, expected) in [
            (a(160), (Gsm7, 160, 1)),
            (a(161), (Gsm7, 161, 2)),
            (a(306), (Gsm7, 306, 2)),
            (a(307), (Gsm7, 307, 3)),
            (a(459), (Gsm7, 459, 3)),
            (a(460), (Gsm7, 460, 4)),
            ("€".repeat(80), (Gsm7, 160, 1)),
            ("€".repeat(81), (Gsm7, 162, 2)),
            (a(152) + "€" + &a(152), (Gsm7, 306, 3)),
            ("Ç".repeat(160), (Gsm7, 160, 1)),
            ("é".repeat(160), (Gsm7, 160, 1)),
            ("ç".into(), (Ucs2, 1, 1)),
            (e(70), (Ucs2, 70, 1)),
            (e(71), (Ucs2, 71, 2)),
            (e(134), (Ucs2, 134, 2)),
            (e(135), (Ucs2, 135, 3)),
            (e(201), (Ucs2, 201, 3)),
            (e(202), (Ucs2, 202, 4)),
            (smile(35), (Ucs2, 70, 1)),
            (smile(36), (Ucs2, 72, 2)),
            (smile(66), (Ucs2, 132, 2)),
            (smile(67), (Ucs2, 134, 3)),
            (a(66) + "😀" + &a(66), (Ucs2, 134, 3)),
            (sentence.into(), (Gsm7, 118, 1)),
            (sentence.replace("kontaktojme", "kontaktojmë"), (Ucs2, 118, 2)),
            (String::new(), (Gsm7, 0, 1)),
        ] {
            assert_eq!(counted(&text), expected);
        }
    }

    proptest! {
        #[test]
        fn parts_hold_all_units(text in any::<String>(), times in 1_usize..12) {
            let Segments { encoding, units, parts } = segments(&text.repeat(times));
            let (alone, joined) = if encoding == Gsm7 { (160, 153) } else { (70, 67) };
            let fewest = if units <= alone { 1 } else { units.div_ceil(joined) };
            prop_assert!(parts >= fewest);
            // A part gives away one unit at most.
            prop_assert!(units <= alone || parts <= units.div_ceil(joined - 1));
        }
    }
}
