//! Who may make a code for a room, or end it: whoever leads its site or department. Scanning one is nobody's to allow:
//! it opens nothing, and what comes of it is what an assessor states.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::policy::Grant;
use crate::domain::role::{Person, Scope};
use crate::domain::territory::{Over, Spot, Territory};

/// To make the code of a room at a site or department, or to end it.
#[derive(Debug, Clone)]
pub struct KeepRoom {
    pub over: Over,
}

pub fn may_keep_room(
    person: &Person,
    spot: &Spot,
    territory: &Territory,
) -> Result<Grant<KeepRoom>, Refusal> {
    let place = matches!(spot.over.scope, Scope::Department | Scope::Site);
    refuse_unless(place && territory.holds(spot), || {
        Refusal::new(
            "room-outside",
            "You can make codes only for rooms of a site or department that you lead.",
        )
    })?;
    Ok(Grant::to(person, KeepRoom { over: spot.over.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples;

    #[test]
    fn a_room_lies_at_a_site_or_department_that_the_lead_leads() {
        let lead = samples::somebody("lead");
        let institution = Over::of(Scope::Institution, "i");
        let spot = |scope| Spot::within(Over::of(scope, "x"), [institution.clone()]);
        let (all, none) = (Territory::of([institution.clone()]), Territory::default());
        for (scope, may) in [
            (Scope::Department, true),
            (Scope::Site, true),
            (Scope::Programme, false),
            (Scope::Person, false),
            (Scope::House, false),
        ] {
            assert_eq!(may_keep_room(&lead, &spot(scope), &all).is_ok(), may, "{scope}");
            assert!(may_keep_room(&lead, &spot(scope), &none).is_err(), "{scope}");
        }
    }
}
