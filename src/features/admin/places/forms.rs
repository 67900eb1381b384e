//! What a browser may send about places. The forms of one page have fields of their own names, so that
//! each fault stands beside its own field.

use chrono_tz::Tz;

use crate::domain::fault::Faults;
use crate::domain::names::{SiteId, one_line};
use crate::features::admin::store::{DepartmentWords, InstitutionWords, SiteWords};
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of a name.
const NAME: usize = 120;

impl FromForm for InstitutionWords {
    fn read(words: &Words, faults: &mut Faults) -> Option<InstitutionWords> {
        let name = faults.take("name", one_line("the name of the institution", words.one("name"), NAME));
        let zone: Result<Tz, &str> =
            words.one("zone").trim().parse().map_err(|_| "Enter a time zone, like Europe/London.");
        let zone = faults.take("zone", zone).map(|zone| zone.name().to_owned());
        Some(InstitutionWords { name: name?, zone: zone? })
    }
}

impl FromForm for SiteWords {
    fn read(words: &Words, faults: &mut Faults) -> Option<SiteWords> {
        let name = faults.take("site-name", one_line("the name of the site", words.one("site-name"), NAME));
        let from = faults.take("accredited-from", words.day("accredited-from"));
        let until = faults.take("accredited-until", words.day("accredited-until"));
        if let (Some(from), Some(Some(until))) = (from, until)
            && from.is_none_or(|from| until < from)
        {
            faults.add("accredited-until", "The last day cannot be before the first. Enter both.");
        }
        Some(SiteWords { name: name?, accredited_from: from?, accredited_until: until? })
    }
}

impl FromForm for DepartmentWords {
    fn read(words: &Words, faults: &mut Faults) -> Option<DepartmentWords> {
        let name = one_line("the name of the department", words.one("department-name"), NAME);
        let name = faults.take("department-name", name)?;
        let site = words.one("department-site");
        Some(DepartmentWords { name, site: (!site.is_empty()).then(|| SiteId::new(site)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_a_real_one() {
        let read = |zone: &str| {
            let mut faults = Faults::none();
            let words: Words = [("name", "Northgate"), ("zone", zone)].into_iter().collect();
            InstitutionWords::read(&words, &mut faults).map(|words| words.zone)
        };
        assert_eq!(read(" Europe/London ").as_deref(), Some("Europe/London"));
        assert_eq!(read("London"), None);
    }

    #[test]
    fn an_accreditation_ends_after_it_began() {
        let read = |pairs: &[(&str, &str)]| {
            let mut faults = Faults::none();
            let words: Words = pairs.iter().copied().chain([("site-name", "Theatre 1")]).collect();
            SiteWords::read(&words, &mut faults);
            faults.about("accredited-until").is_some()
        };
        let until = [
            ("accredited-until-day", "1"),
            ("accredited-until-month", "9"),
            ("accredited-until-year", "2025"),
        ];
        let from =
            [("accredited-from-day", "1"), ("accredited-from-month", "9"), ("accredited-from-year", "2026")];
        assert!(read(&until) && read(&[until, from].concat()));
        assert!(!read(&from) && !read(&[]));
    }
}
