//! Names taken out of what people wrote, so that a second reader does not learn who decided or whose the entry is: whole
//! names, each of their parts (`Carter`, `Sue`), with the title and the initials that stand beside (`Dr Carter`,
//! `S. Carter`), and dotted initials alone. Accents and case make no difference.
//!
//! Decided: a part is a whole word or nothing, so `Sue` leaves `Susan` and `issue` alone. A part that is a common word as
//! well (`Will`, `May`, `Field`) is taken only with a capital: better one word too many than a name too few, since what is
//! lost is one word of a text and what is kept is that the reading is blind. Initials without dots are abbreviations as
//! well (`AF`), so they are taken only beside a name or a title, or after `by` and its like.

use unicode_normalization::char::is_combining_mark;

use crate::domain::folding::fold;

/// What stands in place of a name.
pub const A_NAME: &str = "(a name)";

const TITLES: &str = "dr mr mrs ms miss mx prof professor doctor sister nurse sir dame";
/// Parts of names that are nobody's alone: taken only beside another part.
const PARTICLES: &str = "de del della der den di da dos du la le van von ten ter af av al el bin binti ibn abu mac mc san st \
    the of and y e jr sr ii iii iv phd msc bsc";
/// After these, initials without dots are somebody.
const WHO: &str = "by under asked told";
/// Names that are words as well.
const WORDS: &str = "abbey ace adams alder amber angel april arch archer art ash ashes august autumn aye back bacon bailey \
    baker ball banks bank bar barber barker barn baron bass battle bay bean beach beck bell bench berry best bill birch bird bishop \
    black blade bland bliss bloom blue boast bolt bond bone bones booth bow bowl bowls box boy branch brand brandy bridge \
    bridges bright brook brooks brown buck bull burden burn burns bury bush butcher butler buttons byte candy cannon carol carpenter \
    cart case cash castle chain chamber chambers chance chapel chapman charge charity chase cherry chest child church clark \
    clay clear cliff close coal coat coke cole collar combs comfort cook cooper cope cord corn cotton crane crisp crook cross \
    crown cup curry curtain curtains daisy dale dark dash dawn day dean dear dolly dolphin drake draper drew driver early \
    earl east easter eden elder elm end england english eve ever every eye fair fairy faith fall falls farmer fast father \
    faye fern field fields fields finch fine fire fish fisher flood flow flower flowers flynn fold foot forbes force ford forest \
    foster fountain fox frank freeman french friend frost fry fuller gale game garden garland gates gay gem gene gentle ginger \
    glass gold golden good goods gore gosling grace grain grand grange grant grave graves gray green grey ground grove guest gull \
    gun guy hail hair hale hall ham hand hands hardy harmony harp hatch haven hawk hay hazel head heal heart heath heather \
    heaven herb herd hill hilt hog hogg hold holder hole holiday holly home hood hook hope horn horne house hunt hunter hurst \
    hyde ice in ink iris iron isle ivory ivy jack jade jan jar jay jet jewel job jolly joy judge june just keen key keys kind king \
    kite knight lace lake lamb lance land lane large lark law lawn lawless leach leaf lean leather lee less light lily link list little \
    lock london long lord love low luck lucky lung mace major male man manners march mark marks marsh martin mason master max \
    may mead mercy merit merry mile miles mill miller mills mint mole monday money moon moor more morning moss mount mountain \
    must neat new newman nice night nine noble noon norm north novel nurse oak oakley of old olive only or pace page pain paint \
    paige palmer park parks parr parsons part passmore patch pat patience peace peach peacock pearl peel penny pepper perry perk \
    phoenix pickles piece pike pilgrim pine pink piper pitt plain plant platt poole pool poppy porter post potter potts pound \
    power powers prayer press price pride priest prince prior prize proper prosper prudence queen quick quill rain raven ray read reader \
    reading red reed reef rest rice rich richer ridge right ring river rivers road rob robin rock rod roman root rose rosemary round rowe \
    rowing royal ruby rush sadler sage sailor salmon salt sandy savage savory sawyer sea seal self service sexton shade shadow \
    sharp shepherd shield ship shore short shot shute silk silver singer singh skinner sky slack slater slaughter sleigh \
    slow small smart smith smoke snow so song south spark sparks spear spence spice spicer spring spurs stable stack stain \
    star stark stead steel steele steer stern steward still stock stone stones storey storm story stout strange stream street \
    strong stubbs sugar summer summers sun sunny sunday sutton swan sweet swift sykes table tailor tank tanner tate taylor teal \
    temple thatcher thick thin thorn thorne tiller time to tony tool topping town trainer travel travers tree trew trout true \
    trust tucker turner twin tyne underhill underwood usher vale valentine vane victor victory vine viola violet virgin virtue \
    wade wait waite walker wall waller walls wand war ward warden warm warner washer water waters way weaver webb weeks weir well wells west \
    wheeler white wild wilder wiles will win wind winner winter winters wise wolf wood woods wool word words worth wren wright yard \
    yates year yes york young zest";

/// The names of the people about whom nothing is to be told.
#[derive(Debug, Clone, Default)]
pub struct Names {
    people: Vec<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    whole: String,
    /// Every word of the name, folded, in its order.
    words: Vec<String>,
    /// Those that are taken by themselves.
    parts: Vec<String>,
    /// Written together, as in names of files: `suecarter`, `scarter`.
    joined: Vec<String>,
    initials: String,
}

impl Known {
    fn of(name: &str) -> Option<Known> {
        let whole = name.trim().to_owned();
        let words: Vec<String> =
            words_of(name).iter().map(|word| key(word.text)).filter(|word| !listed(TITLES, word)).collect();
        let own = |word: &&String| !listed(PARTICLES, word);
        let initials: String = words.iter().filter(own).filter_map(|word| word.chars().next()).collect();
        let parts: Vec<String> =
            words.iter().filter(own).filter(|word| word.chars().count() > 1).cloned().collect();
        let mut joined = Vec::new();
        if let [first, .., last] = parts.as_slice() {
            joined.extend([format!("{first}{last}"), format!("{last}{first}")]);
            if last.chars().count() > 3 {
                joined.extend(first.chars().next().map(|letter| format!("{letter}{last}")));
            }
        }
        (!words.is_empty()).then_some(Known { whole, words, parts, joined, initials })
    }

    /// All initials, or those of the first and the last word.
    fn is_initials(&self, letters: &str) -> bool {
        let ends: String =
            self.initials.chars().next().into_iter().chain(self.initials.chars().last()).collect();
        letters.chars().count() > 1 && (letters == self.initials || letters == ends)
    }

    /// Which words of the text are this person's name.
    fn hits(&self, said: &Said<'_>, anybody: &dyn Fn(&str) -> bool) -> Vec<bool> {
        let mut hits: Vec<bool> = (0..said.words.len()).map(|at| self.is_part(said, at, anybody)).collect();
        self.whole_names(said, &mut hits);
        self.dotted(said, &mut hits);
        for at in 1..said.words.len() {
            let told = listed(WHO, said.key(at - 1)) || listed(TITLES, said.key(at - 1));
            if told && is_close(said.gap(at - 1)) && said.is_upper(at) && self.is_initials(said.key(at)) {
                set(&mut hits, at);
            }
        }
        // What stands beside a name, and what stands beside that: `Dr S. J. van Carter`.
        for _ in 0..6 {
            for at in 0..said.words.len() {
                let hit = |at: usize| hits.get(at) == Some(&true);
                if hit(at) {
                    continue;
                }
                let before_one = hit(at + 1) && is_close(said.gap(at));
                let behind = at.checked_sub(1).filter(|before| hit(*before) && is_close(said.gap(*before)));
                let is = said.key(at);
                let particle = listed(PARTICLES, is) && self.words.iter().any(|word| word == is);
                // `A valve` after a name is no initial.
                let article = matches!(said.text_of(at), "A" | "I") && said.gap(at).starts_with(' ');
                let first =
                    before_one && (listed(TITLES, is) || particle || self.goes_with(said, at, at + 1));
                let last = behind.is_some_and(|name| {
                    particle || is.chars().count() == 1 && !article && self.goes_with(said, at, name)
                });
                if first || last {
                    set(&mut hits, at);
                }
            }
        }
        hits
    }

    /// Initials beside a part of the name: those of the other parts. Beside an initial any of them.
    fn goes_with(&self, said: &Said<'_>, at: usize, name: usize) -> bool {
        let (letters, name) = (said.key(at), said.key(name));
        let others: String = match name.chars().count() {
            1 => self.initials.clone(),
            // Beside a title: what stands before it is no initial of this name.
            _ if self.words.iter().all(|word| word != name) => return false,
            _ => {
                let others = self.words.iter().filter(|word| *word != name && !listed(PARTICLES, word));
                others.filter_map(|word| word.chars().next()).collect()
            }
        };
        said.is_upper(at) && letters.chars().count() <= 3 && letters.chars().all(|one| others.contains(one))
    }

    fn is_part(&self, said: &Said<'_>, at: usize, anybody: &dyn Fn(&str) -> bool) -> bool {
        let is = said.key(at);
        if self.joined.iter().any(|joined| joined == is) {
            return true;
        }
        if !self.parts.iter().any(|part| part == is) {
            return false;
        }
        if is.chars().count() > 2 && !listed(WORDS, is) {
            return true;
        }
        // `X-Ray`, `Day-case`: a word of several parts is a word of its own.
        let hyphened = said.gap(at) == "-" && !anybody(said.key(at + 1))
            || at.checked_sub(1).is_some_and(|before| said.gap(before) == "-" && !anybody(said.key(before)));
        said.is_capital(at) && !hyphened
    }

    /// All words of a name one after another are the name, however they are written.
    fn whole_names(&self, said: &Said<'_>, hits: &mut [bool]) {
        if self.parts.len() < 2 {
            return;
        }
        let (count, turned) = (self.words.len(), self.words.iter().rev().cloned().collect::<Vec<_>>());
        for (first, some) in said.keys.windows(count).enumerate() {
            let beside = |at: usize| is_close(said.gap(at)) || said.gap(at) == ", ";
            let is = some == self.words.as_slice() || some == turned.as_slice();
            if is && (first..first + count - 1).all(beside) {
                (first..first + count).for_each(|at| set(hits, at));
            }
        }
    }

    /// `S.C.`, `S. J. C.`
    fn dotted(&self, said: &Said<'_>, hits: &mut [bool]) {
        for first in 0..said.words.len() {
            let (mut letters, mut next) = (String::new(), first);
            while said.is_upper(next)
                && said.key(next).chars().count() == 1
                && said.gap(next).starts_with('.')
            {
                letters.push_str(said.key(next));
                next += 1;
                if self.is_initials(&letters) {
                    (first..next).for_each(|at| set(hits, at));
                }
                if !is_close(said.gap(next - 1)) {
                    break;
                }
            }
        }
    }
}

impl Names {
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Names {
        let mut people: Vec<Known> = Vec::new();
        for known in names.into_iter().filter_map(Known::of) {
            if !people.iter().any(|one| one.words == known.words) {
                people.push(known);
            }
        }
        Names { people }
    }

    /// The text with `(a name)` in place of each.
    pub fn taken_out(&self, text: &str) -> String {
        let mut text = text.to_owned();
        // Scripts without capitals have no blanks between words either: there only the whole name is known.
        for one in self.people.iter().filter(|one| one.whole.chars().any(has_no_case)) {
            text = text.replace(&one.whole, A_NAME);
        }
        let said = Said::of(&text);
        let anybody = |word: &str| self.people.iter().any(|one| one.words.iter().any(|known| known == word));
        let mut hits = vec![false; said.words.len()];
        for one in &self.people {
            for (hit, theirs) in hits.iter_mut().zip(one.hits(&said, &anybody)) {
                *hit |= theirs;
            }
        }
        let (mut out, mut told) = (String::with_capacity(text.len()), 0);
        let mut all = said.words.iter().zip(&hits).enumerate().filter(|(_, (_, hit))| **hit).peekable();
        while let Some((mut at, (first, _))) = all.next() {
            let mut end = first.end;
            // Words of one name become one.
            while let Some((next, (word, _))) =
                all.next_if(|(next, _)| *next == at + 1 && is_close(said.gap(at)) && !said.is_possessive(at))
            {
                (at, end) = (next, word.end);
            }
            out.push_str(text.get(told..first.start).unwrap_or_default());
            out.push_str(A_NAME);
            told = end;
        }
        out.push_str(text.get(told..).unwrap_or_default());
        out
    }
}

/// A text and its words.
struct Said<'a> {
    text: &'a str,
    words: Vec<Word<'a>>,
    keys: Vec<String>,
}

impl<'a> Said<'a> {
    fn of(text: &'a str) -> Said<'a> {
        let words = words_of(text);
        let keys = words.iter().map(|word| key(word.text)).collect();
        Said { text, words, keys }
    }

    /// As it is compared; empty beyond the ends.
    fn key(&self, at: usize) -> &str {
        self.keys.get(at).map_or("", String::as_str)
    }

    fn text_of(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text)
    }

    /// What stands between this word and the next.
    fn gap(&self, at: usize) -> &str {
        let from = self.words.get(at).map_or(self.text.len(), |word| word.whole_end);
        let until = self.words.get(at + 1).map_or(self.text.len(), |next| next.start);
        self.text.get(from..until).unwrap_or_default()
    }

    fn is_upper(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.text.chars().all(|letter| !letter.is_lowercase()))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.text_of(at).chars().next().is_some_and(|letter| !letter.is_lowercase())
    }

    fn is_possessive(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.end < word.whole_end)
    }
}

/// Without case, accents and apostrophes: `ONeill` is `O’Neill`.
fn key(word: &str) -> String {
    fold(word).replace('\'', "")
}

fn set(hits: &mut [bool], number: usize) {
    if let Some(hit) = hits.get_mut(number) {
        *hit = true;
    }
}

fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

fn has_no_case(letter: char) -> bool {
    letter.is_alphabetic() && !letter.is_lowercase() && !letter.is_uppercase()
}

/// A word without the `’s` of a possessive.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    /// With the possessive.
    whole_end: usize,
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '‘')
}

/// Letters with their marks, and apostrophes between letters: `O’Neill` is one word, `Smith-Jones` are two.
fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut all = Vec::new();
    let mut letters = text.char_indices().peekable();
    let of_word = |letter: char| letter.is_alphabetic() || is_combining_mark(letter);
    while let Some((start, letter)) = letters.next() {
        if !letter.is_alphabetic() {
            continue;
        }
        let (mut end, mut apostrophe) = (start + letter.len_utf8(), None);
        while let Some((at, next)) = letters.peek().copied() {
            let after = text.get(at + next.len_utf8()..).and_then(|rest| rest.chars().next());
            if is_apostrophe(next) && after.is_some_and(char::is_alphabetic) {
                apostrophe = Some(at);
            } else if !of_word(next) {
                break;
            }
            end = at + next.len_utf8();
            letters.next();
        }
        let possessive = apostrophe.filter(|at| {
            let rest = text.get(*at..end).unwrap_or_default();
            rest.chars().count() == 2 && rest.ends_with(['s', 'S'])
        });
        let without = possessive.unwrap_or(end);
        let of = text.get(start..without).unwrap_or_default();
        all.push(Word { text: of, start, end: without, whole_end: end });
    }
    all
}

/// The words on both sides may be one name.
fn is_close(gap: &str) -> bool {
    matches!(gap, " " | "." | ". " | "-" | "_" | "\u{a0}" | ".\u{a0}" | "‐" | "‑")
}

#[cfg(test)]
mod tests;
