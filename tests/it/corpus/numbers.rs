//! What stands in braces in the corpus: numbers and days made from a seed, so that the same corpus has
//! the same numbers on every machine and none of them was ever anybody's.

/// A small generator of its own (xorshift): the corpus must not change with a library.
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }

    fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.below(to - from + 1)
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

/// The text with everything in braces made; `\n` becomes a line break.
pub fn filled(line: &str, chance: &mut Chance) -> String {
    let (mut made, mut rest) = (String::new(), line);
    while let Some((before, after)) = rest.split_once('{') {
        let (wanted, behind) = after.split_once('}').unwrap_or_else(|| panic!("no end of {{ in {line:?}"));
        made.push_str(before);
        made.push_str(&one(wanted, chance));
        rest = behind;
    }
    made.push_str(rest);
    made.replace("\\n", "\n")
}

fn one(wanted: &str, chance: &mut Chance) -> String {
    let (what, form) = wanted.split_once(' ').unwrap_or((wanted, ""));
    match what {
        "nhs" => grouped(&health(chance, |c| c.between(400_000_000, 799_999_999), true), form),
        "badnhs" => grouped(&health(chance, |c| c.between(400_000_000, 799_999_999), false), form),
        "chi" => grouped(&health(chance, chi, true), form),
        "badchi" => grouped(&health(chance, chi, false), form),
        "hc" => grouped(&health(chance, |c| c.between(320_000_000, 399_999_999), true), form),
        "bad10" => health(chance, |c| c.between(100_000_000, 999_999_999), false),
        "mins" => chance.between(40, 240).to_string(),
        "date" => format!("{}/{}/202{}", chance.between(1, 28), chance.between(1, 12), chance.between(4, 6)),
        "datew" => format!("{} {} 202{}", chance.between(1, 28), month(chance), chance.between(4, 6)),
        "dob" => {
            let mark = ["/", ".", "-"][chance.below(3) as usize];
            format!(
                "{:02}{mark}{:02}{mark}{}",
                chance.between(1, 28),
                chance.between(1, 12),
                chance.between(1932, 1988)
            )
        }
        "dobshort" => {
            format!("{}/{}/{}", chance.between(1, 28), chance.between(1, 12), chance.between(32, 88))
        }
        "dobiso" => format!(
            "{}-{:02}-{:02}",
            chance.between(1932, 1988),
            chance.between(1, 12),
            chance.between(1, 28)
        ),
        "dob8" => {
            format!("{:02}{:02}{}", chance.between(1, 28), chance.between(1, 12), chance.between(1932, 1988))
        }
        "dob6" => {
            format!("{:02}{:02}{}", chance.between(1, 28), chance.between(1, 12), chance.between(32, 88))
        }
        "dobw" => format!("{} {} {}", chance.between(1, 28), month(chance), chance.between(1932, 1988)),
        "dobmon" => {
            format!("{}-{}-{}", chance.between(1, 28), &month(chance)[..3], chance.between(1932, 1988))
        }
        "mobile" => format!("07700 900{}", chance.digits(3)),
        "mobile5" => format!("07700900{}", chance.digits(3)),
        "mobile334" => format!("07700 900 {}", chance.digits(3)),
        "mobile-" => format!("07700-900-{}", chance.digits(3)),
        "land" => format!("0117 496 0{}", chance.digits(3)),
        "brackets" => format!("0191) 498 0{}", chance.digits(3)),
        "london" => format!("020 7946 0{}", chance.digits(3)),
        "local" => format!("496 0{}", chance.digits(3)),
        "intl" => format!("+44 7700 900{}", chance.digits(3)),
        "intlz" => format!("+44 (0)7700 900{}", chance.digits(3)),
        "abroad" => format!("117 496 0{}", chance.digits(3)),
        digits if digits.starts_with('d') => {
            let count = digits[1..].parse().unwrap_or_else(|_| panic!("{{{wanted}}} is not known"));
            chance.digits(count)
        }
        _ => panic!("{{{wanted}}} is not known"),
    }
}

fn month(chance: &mut Chance) -> &'static str {
    chrono::Month::try_from(chance.below(12) as u8 + 1).unwrap().name()
}

fn chi(chance: &mut Chance) -> u64 {
    let (day, month, year) = (chance.between(1, 28), chance.between(1, 12), chance.between(30, 99));
    day * 10_000_000 + month * 100_000 + year * 1_000 + chance.below(1_000)
}

/// Ten digits of which the last checks (or does not check) the others.
fn health(chance: &mut Chance, first: impl Fn(&mut Chance) -> u64, right: bool) -> String {
    loop {
        let nine = format!("{:09}", first(chance));
        let sum: u32 =
            nine.bytes().zip((2..=10).rev()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        match (11 - sum % 11) % 11 {
            10 => {}
            check if right => return format!("{nine}{check}"),
            check => return format!("{nine}{}", (u64::from(check) + chance.between(1, 9)) % 10),
        }
    }
}

/// `3 3 4`: numbers are sizes of groups, all else stands as it is.
fn grouped(digits: &str, form: &str) -> String {
    match form {
        "nbsp" => return grouped(digits, "3\u{a0}3\u{a0}4"),
        "thin" => return grouped(digits, "3\u{2009}3\u{202f}4"),
        "soft" => return grouped(digits, "3\u{ad}3\u{200b}4"),
        "wide" => return digits.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect(),
        "arabic" => {
            return digits.chars().map(|c| char::from_u32(u32::from(c) - 0x30 + 0x660).unwrap()).collect();
        }
        _ => {}
    }
    let form = form.replace("\\n", "\n").replace("10", "5\u{0}5");
    let (mut rest, mut made) = (digits, String::new());
    for letter in form.chars() {
        match letter.to_digit(10) {
            Some(size) => {
                let (group, behind) = rest.split_at(size as usize);
                made.push_str(group);
                rest = behind;
            }
            None if letter == '\u{0}' => {}
            None => made.push(letter),
        }
    }
    assert!(rest.is_empty(), "the groups of {form:?} do not make {digits}");
    made
}
