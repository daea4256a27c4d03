//! The terminal in two columns: people on the left, colleagues on the right, each line as it comes up on a phone.
//! Not here: who says what (`play`), typing (`talk`).

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use crate::rehearsal::{Line, Side};

/// Letters of one column; two columns, the gap and the names fit into a terminal of 100.
const COLUMN: usize = 46;
/// Where the right column begins.
const RIGHT: usize = 52;

/// Which column somebody is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// People who write to Prag.
    Left,
    /// Colleagues.
    Right,
}

/// A terminal shared by everybody who appears on it.
#[derive(Clone)]
pub struct Screen(Arc<Mutex<Box<dyn Write + Send>>>);

impl Screen {
    /// The terminal of this process.
    #[must_use]
    pub fn terminal() -> Self {
        Self::on(Box::new(io::stdout()))
    }

    /// Anything that takes text.
    #[must_use]
    pub fn on(out: Box<dyn Write + Send>) -> Self {
        Self(Arc::new(Mutex::new(out)))
    }

    /// A sentence across the whole width. A terminal that went away is nobody's trouble.
    pub fn note(&self, text: &str) {
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for line in textwrap::wrap(text, COLUMN + RIGHT) {
            let _ = writeln!(out, "{line}");
        }
        let _ = out.flush();
    }

    /// A heading.
    pub fn heading(&self, text: &str) {
        self.note("");
        self.note(&format!("── {text} {}", "─".repeat(90_usize.saturating_sub(text.chars().count()))));
    }

    /// A line of a chat: `>` what the person wrote, `<` what Prag answered, buttons in brackets.
    pub fn line(&self, column: Column, name: &str, line: &Line) {
        let mark = if line.from == Side::Person { ">" } else { "<" };
        let buttons: Vec<String> =
            line.buttons.iter().flatten().map(|button| format!("[{}]", button.label)).collect();
        let mut text = format!("{name} {mark} {}", line.text);
        if !buttons.is_empty() {
            text = format!("{text}\n{}", buttons.join(" "));
        }
        let indent = match column {
            Column::Left => 0,
            Column::Right => RIGHT,
        };
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for line in text.lines().flat_map(|line| textwrap::wrap(line, COLUMN)) {
            let _ = writeln!(out, "{:indent$}{line}", "");
        }
        let _ = out.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearsal::Button;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn colleagues_stand_on_the_right() {
        let paper = Paper::default();
        let screen = Screen::on(Box::new(paper.clone()));
        let button = Button { label: "Take".to_owned(), data: None };
        let line = |from, buttons| Line { from, text: "Mirë".to_owned(), buttons, at_index: 0 };
        screen.line(Column::Left, "Fatime", &line(Side::Person, Vec::new()));
        screen.line(Column::Right, "Teuta", &line(Side::Bot, vec![vec![button]]));
        let shown = String::from_utf8(paper.0.lock().expect("paper").clone()).expect("text");
        let indent = " ".repeat(RIGHT);
        assert_eq!(shown, format!("Fatime > Mirë\n{indent}Teuta < Mirë\n{indent}[Take]\n"));
    }
}
