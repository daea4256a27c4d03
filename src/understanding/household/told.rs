//! A household told one by one: the writer and who lives with them. Not here: a total that is stated, and how one word of a list
//! is taken (list).

use super::kinds::Kinds;
use super::list::List;
use super::words::Text;

/// How many a household is that is told one by one, with the writer among them; of those told so, the longest list.
pub(super) fn told(text: &Text) -> Option<u8> {
    let lists = (0..text.len()).filter_map(|start| {
        of_all(text, start).or_else(|| of_the_others(text, start)).or_else(|| with_a_spouse(text, start))
    });
    lists.max().or_else(|| grown_and_children(text))
}

/// "četvoro dece i nas dvoje", "us two and the baby": more than the number that is told with "us".
pub(super) fn told_with_us(text: &Text) -> Option<u8> {
    let lists = (0..text.len()).filter_map(|start| {
        let list = List::read(text, start, false)?;
        list.told_with_us().then_some(list.people)
    });
    lists.max()
}

/// "ja, žena i dvoje dece": the writer once, and one relative at least.
fn of_all(text: &Text, start: usize) -> Option<u8> {
    let list = List::read(text, start, false)?;
    if goes_somewhere(text, &list) {
        return None;
    }
    let words = &text.words[start..list.end];
    let sentence = text.sentence(start);
    let close = || words.iter().any(|word| word.is(Kinds::CLOSE));
    let together = || sentence.iter().any(|word| word.is(Kinds::TOGETHER) || word.is(Kinds::WE_LIVE));
    let whole = list.joined && !list.open && (close() || together());
    (list.people > 2 || whole).then_some(list.people)
}

/// "I live with", "sama sa", "jam vetëm me", "vratio se sa": the others are told, the writer is one more.
fn of_the_others(text: &Text, start: usize) -> Option<u8> {
    let list = List::read(text, after_with(text, start)?, true)?;
    if goes_somewhere(text, &list) {
        return None;
    }
    if list.people > 2 {
        return Some(list.people);
    }
    const ONE_PARENT: [&str; 5] = ["samohrana", "samohran", "single", "udovica", "widow"];
    let before = &text.words[list.start.saturating_sub(4)..list.start];
    let sentence = text.sentence(start);
    let lives = before.iter().any(|word| word.is(Kinds::I_LIVE) || word.says(&ONE_PARENT));
    let alone = before.iter().any(|word| word.is(Kinds::ALONE) || word.is(Kinds::ONE_PARENT))
        && sentence.iter().any(|word| word.is(Kinds::TOGETHER) || word.is(Kinds::HOME));
    let only_they = text.joined(list.end).is_some_and(|word| word.is(Kinds::ALONE));
    ((lives || alone || only_they) && !list.open).then_some(list.people)
}

/// Where the list of the others begins.
fn after_with(text: &Text, start: usize) -> Option<usize> {
    const AM: [&str; 12] =
        ["jam", "jom", "m", "am", "sam", "vratio", "vratila", "kthyer", "kthy", "returned", "moved", "majka"];
    let word = &text.words[start];
    // "sa mnom žive kći i zet"
    let with_me =
        word.says(&["mnom"]) && text.joined(start + 1).is_some_and(|word| word.says(&["zive", "zivi"]));
    if with_me {
        return Some(start + 2).filter(|&at| at < text.len());
    }
    let alone = word.is(Kinds::ALONE) || word.is(Kinds::ONE_PARENT);
    let theirs = alone
        && text.back(start, 1).is_some_and(|word| word.says(&["is", "je", "osht", "eshte", "she", "he"]));
    if theirs || !(word.is(Kinds::I_LIVE) || alone || word.says(&AM)) {
        return None;
    }
    let far = word.is(Kinds::I_LIVE) || word.says(&["vratio", "vratila", "udovica", "widow"]);
    let reach = if far { 7 } else { 3 };
    let mut near = (start + 1..text.len().min(start + reach)).take_while(|&at| !text.words[at].parted());
    near.find(|&at| text.is_with(&text.words[at])).map(|at| at + 1).filter(|&at| at < text.len())
}

/// "sa ženom i četvoro dece", "imam ženu i tri sina": whose husband or wife it is needs no word.
fn with_a_spouse(text: &Text, start: usize) -> Option<u8> {
    let word = &text.words[start];
    if !word.is(Kinds::HAVE) && !text.is_with(word) {
        return None;
    }
    let list = List::read(text, start + 1, true)?;
    let near = text.words[start + 1..].iter().take(8).take_while(|word| !word.stop);
    let spouse = near.into_iter().any(|word| word.is(Kinds::SPOUSE));
    let opens = word.stop && text.is_with(word);
    let theirs = text
        .phrase(start)
        .iter()
        .any(|word| word.is(Kinds::PRONOUN) || word.says(&["his", "her", "njegova", "njegovom", "tij"]));
    let live = || text.sentence(start).iter().any(|word| word.is(Kinds::I_LIVE) || word.is(Kinds::WE_LIVE));
    if list.people < 3 && !(opens && spouse && live()) {
        return None;
    }
    ((spouse || opens) && !theirs && !goes_somewhere(text, &list)).then_some(list.people)
}

/// "ja i muž dolazimo", "my wife and me worked": they come along, or worked, and nothing says that they live together.
fn goes_somewhere(text: &Text, list: &List) -> bool {
    const WORKED: [&str; 14] = [
        "radili", "worked", "punonim", "kem", "punuam", "predali", "kerkesa", "waiter", "trazimo", "ishim",
        "stizemo", "dolazimo", "want", "wants",
    ];
    const BESIDE: [&str; 7] = ["za", "for", "between", "izmedju", "kod", "and", "per"];
    let (start, end) = (list.start, list.end);
    let before = start.checked_sub(1).filter(|_| !text.words[start].stop).map(|at| &text.words[at]);
    let spouse = text.words[start..end].iter().any(|word| word.is(Kinds::SPOUSE));
    let given = list.people > 2 && text.phrase(start).iter().any(|word| word.is(Kinds::GOODS));
    let near = &text.words[start.saturating_sub(3)..text.len().min(end + 4)];
    before.is_some_and(|word| word.says(&BESIDE)) && !spouse && !given
        || text.phrase(end.saturating_sub(1).max(start)).iter().any(|word| word.is(Kinds::GROUP))
        || text.sentence(start).iter().any(|word| word.is(Kinds::COMING))
        || near.iter().any(|word| word.says(&WORKED)) && end - start < 5 && list.people == 2
}

/// "2 adults + 3 kids": everybody, by age.
fn grown_and_children(text: &Text) -> Option<u8> {
    (1..text.len()).find_map(|at| {
        let grown = text.words[at - 1].number.filter(|_| text.words[at].is(Kinds::GROWN))?;
        let one = (at + 1..text.len().min(at + 4)).find(|&at| text.words[at].is(Kinds::ONE));
        let joined = text.joined(at + 1).is_some_and(|word| word.is(Kinds::AND));
        if let Some(one) =
            one.filter(|&one| joined && text.words[at + 1..one].iter().all(|word| word.number.is_none()))
        {
            return (!text.words[one].stop).then(|| grown.saturating_add(1));
        }
        let rest = (at + 1..text.len().min(at + 4)).find(|&at| text.words[at].number.is_some())?;
        let children = text.words[rest].number?;
        let next = text.joined(rest + 1)?;
        (next.is(Kinds::MANY) || next.is(Kinds::ONE)).then(|| grown.saturating_add(children))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<u8> {
        told(&Text::read(text))
    }

    #[test]
    fn a_list_with_the_writer_in_it_is_counted() {
        for (text, n) in [
            ("ја, жена и троје деце", 5),
            ("ja zena i 2 dece, zima je", 4),
            ("une burri e dy vajza", 4),
            ("un gruja edhe qika", 3),
            ("Me, my wife and two kids", 4),
            ("Mother, father, me, three sisters. In Gjilan we have one room", 6),
            ("me, my husband who is blind on one eye, and my unmarried son", 3),
            ("Баба Стојанка и ја у Пасјану", 2),
            ("ja, mala i svekrva živimo", 3),
            ("Жена, деца (9 и 12) и ја", 4),
            ("burri im, dy binjaket dhe une", 4),
            ("2 adults + 3 kids", 5),
        ] {
            assert_eq!(read(text), Some(n), "{text}");
        }
    }

    #[test]
    fn who_lives_with_the_writer_is_counted_with_the_writer() {
        for (text, n) in [
            ("živim sa majkom i bratom", 3),
            ("jetoj me nanen edhe djalin", 3),
            ("I live with my father. No one else", 2),
            ("Vratio sam se u Goraždevac sa ženom i četvoro dece", 6),
            ("imam ženu i tri sina, nemam pare", 5),
            ("I was sent back with my wife and 3 children", 5),
        ] {
            assert_eq!(read(text), Some(n), "{text}");
        }
    }

    #[test]
    fn a_list_that_is_no_household_is_none() {
        for text in [
            "dolazimo ja, muž i dvoje dece",
            "ja, žena i deca",
            "she beats me, my wife",
            "father throw me out because I left the husband, I sit in the park",
            "deoba između mene i brata",
            "due me fol me grua jo me burr",
            "my wife and me both waiter",
            "girl, 12, is alone with 2 small brothers",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
