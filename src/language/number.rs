//! Numbers and sizes as they are said: `1 200` and `205 Ko` in French, `1,200` and `205 KB` in English.

use super::{Language, Message};

/// A whole number with its thousands apart: by a no-break space in French, by a comma in English.
pub fn number(language: Language, n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(match language {
                Language::Fr => '\u{a0}',
                Language::En => ',',
            });
        }
        out.push(digit);
    }
    out
}

/// A whole number in both languages.
pub fn count(n: usize) -> Message {
    Message::new(number(Language::Fr, n), number(Language::En, n))
}

/// A number with at most one decimal, in both languages: `23,4`, `23.4`. What is negative or beyond all counting is
/// written without thousands.
pub fn decimal(n: f64) -> Message {
    if n.fract() == 0.0 && (0.0..1e15).contains(&n) {
        return count(n as usize);
    }
    let shown = if n.fract() == 0.0 { format!("{n:.0}") } else { format!("{n:.1}") };
    Message::new(shown.replace('.', ","), shown)
}

/// A size in bytes, in the unit that people use: `900 octets`, `205 Ko`, `1,2 Mo`. A kilobyte has 1000 bytes.
pub fn size(bytes: usize) -> Message {
    let unit = |number: Message, fr: &str, en: &str| {
        Message::new(format!("{}\u{a0}{fr}", number.fr), format!("{}\u{a0}{en}", number.en))
    };
    match bytes {
        0..1_000 => unit(count(bytes), "octets", "bytes"),
        1_000..1_000_000 => unit(count(bytes / 1_000), "Ko", "KB"),
        _ => unit(decimal((bytes / 100_000) as f64 / 10.0), "Mo", "MB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_each_language_says_them() {
        assert_eq!(count(1200), Message::new("1\u{a0}200", "1,200"));
        assert_eq!(number(Language::En, 1_234_567), "1,234,567");
        assert_eq!(decimal(23.44), Message::new("23,4", "23.4"));
        assert_eq!(decimal(998.0), Message::new("998", "998"));
        assert_eq!(decimal(-2.0), Message::new("-2", "-2"));
    }

    #[test]
    fn sizes_have_the_unit_that_people_use() {
        assert_eq!(size(999), Message::new("999\u{a0}octets", "999\u{a0}bytes"));
        assert_eq!(size(102_400), Message::new("102\u{a0}Ko", "102\u{a0}KB"));
        assert_eq!(size(1_250_000), Message::new("1,2\u{a0}Mo", "1.2\u{a0}MB"));
    }
}
