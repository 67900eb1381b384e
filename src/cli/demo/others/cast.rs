//! Who is on which programme of the other house, by name: whoever is written of in the README stays who they
//! are when a programme is added. Nobody here exists, and nobody is meant.

/// Who is on which version. The names go on where the list of programmes does not.
const NAMES: [(&str, &str); 41] = [
    ("academic-development@2026", "Alder Whitcombe"),
    ("ahcs-equiv-stp@2026", "Beatrix Larkspur"),
    ("ahcs-register@2026", "Caspian Holloway"),
    ("assistant-associate@2026", "Delphine Marlowe"),
    ("bse-reaccred@2026", "Edmund Hazelgrove"),
    ("bse-tte-international@2026", "Gideon Pemberly"),
    ("bse-tte@2013", "Freya Stonecroft"),
    ("cardiographer@2026", "Hester Applegarth"),
    ("ebcp-cert@2026", "Ignatius Birchall"),
    ("ebcp-recert@2026", "Jocasta Wildwood"),
    ("entry-requirements@2026", "Kester Nightingale"),
    ("etp@2022", "Lavinia Oakhurst"),
    ("etp@2023", "Magnus Fairbrother"),
    ("etp@2024", "Nerys Gladwell"),
    ("hca-l2@2017", "Octavia Penrose"),
    ("hca-l2@2022", "Peregrine Ashdown"),
    ("hca-l2@2025", "Quentin Marchbanks"),
    ("hca-l4@2017", "Rosalind Underhill"),
    ("hca-l4@2022", "Silas Merryweather"),
    ("hca-l4@2025", "Tamsin Goldsworthy"),
    ("hcpc-cs@2025", "Ulric Farthingale"),
    ("hcpc-cs@2026", "Verity Swithin"),
    ("hsst-phys@2026", "Winifred Hartnell"),
    ("perfusion-college-rereg@2026", "Xanthe Rookwood"),
    ("perfusion-msc-distance@2025", "Ambrose Tidewell"),
    ("perfusion-msc@2024", "Yorick Bellweather"),
    ("perfusion-msc@2026", "Zinnia Copperfield"),
    ("perfusion-pgcert-limited@2024", "Briony Calloway"),
    ("perfusion-pgdip@2026", "Crispin Windermere"),
    ("ptp-apprenticeship@2026", "Dulcie Harebell"),
    ("ptp-cardiac@2026", "Evander Loxley"),
    ("ptp-to-ahcs@2026", "Flora Kestrel"),
    ("scst-ecg-award@2019", "Godfrey Plumtree"),
    ("scst-ecg-cert@2019", "Hyacinth Moorland"),
    ("scst-preceptor@2026", "Ivo Saltwood"),
    ("stp-cardiac@2011", "Jessamy Thornbury"),
    ("stp-cardiac@2017", "Kit Bramblewick"),
    ("stp-cardiac@2022", "Lorcan Emberly"),
    ("stp-cardiac@2023", "Minerva Starling"),
    ("stp-cardiac@2026", "Leander Foxglove"),
    ("stp-to-hcpc@2026", "Nolan Brackenridge"),
];

/// For programmes that are not in the list; a longer one begins again with a number.
const SPARE: [&str; 9] = [
    "Ottilie Greenhalgh",
    "Percy Winterbourne",
    "Ramona Dovecote",
    "Sorrel Haverstock",
    "Tobiah Wrenfield",
    "Isolde Marlpit",
    "Jasper Copseley",
    "Wilfred Sandalow",
    "Coral Eastwater",
];

/// Who is on this version; `spare` counts those whom the list does not name.
pub fn name_of(code: &str, version: &str, spare: &mut usize) -> String {
    let on = format!("{code}@{version}");
    if let Some((_, name)) = NAMES.iter().find(|(of, _)| *of == on) {
        return (*name).to_owned();
    }
    let (nth, round) = (*spare % SPARE.len(), *spare / SPARE.len());
    *spare += 1;
    let name = SPARE.get(nth).copied().unwrap_or_default();
    if round == 0 { name.to_owned() } else { format!("{name} {}", round + 1) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::features::programmes::shipped_versions;

    #[test]
    fn every_name_is_of_one_person_and_of_a_shipped_version() {
        let all: BTreeSet<&str> = NAMES.iter().map(|(_, name)| *name).chain(SPARE).collect();
        assert_eq!(all.len(), NAMES.len() + SPARE.len());
        let shipped = shipped_versions().unwrap();
        let known: BTreeSet<String> =
            shipped.iter().map(|one| format!("{}@{}", one.code, one.version)).collect();
        let gone: Vec<&str> = NAMES.iter().map(|(on, _)| *on).filter(|on| !known.contains(*on)).collect();
        assert_eq!(gone, [""; 0]);
        let mut spare = 0;
        assert_eq!(name_of("etp", "2024", &mut spare), "Nerys Gladwell");
        let (one, other) = (name_of("new", "1", &mut spare), name_of("new", "2", &mut spare));
        assert_ne!(one, other);
    }
}
