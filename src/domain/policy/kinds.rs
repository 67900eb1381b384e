//! Who writes the house's forms: whoever is a training lead today. A new version changes nothing for anybody until a
//! version of a programme names it, and publishing that is for its authors; so the forms are everybody's who leads.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::policy::Grant;
use crate::domain::role::Person;

/// To write the next version of one kind, and to publish it.
#[derive(Debug, Clone)]
pub struct WriteKind {
    pub code: String,
}

/// `leads`: the person holds an appointment as training lead today.
pub fn may_write_kind(person: &Person, code: &str, leads: bool) -> Result<Grant<WriteKind>, Refusal> {
    refuse_unless(leads, || {
        Refusal::new(
            "not-lead",
            "Training leads write the forms of the house, while they hold an appointment.",
        )
    })?;
    Ok(Grant::to(person, WriteKind { code: code.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    #[test]
    fn whoever_leads_today_writes_forms() {
        assert_eq!(code_of(may_write_kind(&somebody("lea"), "dops", true)), "ok");
        assert_eq!(code_of(may_write_kind(&somebody("sue"), "dops", false)), "not-lead");
    }
}
