//! Where people can belong, as an admin makes it.

use diesel::prelude::*;

use crate::db::schema::{departments, institutions, sites};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{DepartmentId, InstitutionId, SiteId};
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;
use crate::domain::time::Day;

pub fn add_institution(
    tx: &mut Tx<'_>,
    _grant: &Grant<KeepHouse>,
    name: &str,
    zone: &str,
) -> Result<InstitutionId, Fault> {
    let (id, now): (InstitutionId, _) = (tx.new_id(), tx.now());
    diesel::insert_into(institutions::table)
        .values((
            institutions::id.eq(&id),
            institutions::name.eq(name),
            institutions::name_folded.eq(name.to_lowercase()),
            institutions::zone.eq(zone),
            institutions::made_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

pub fn add_site(
    tx: &mut Tx<'_>,
    _grant: &Grant<KeepHouse>,
    of: &InstitutionId,
    name: &str,
    accredited: Option<(Day, Day)>,
) -> Result<SiteId, Fault> {
    let id: SiteId = tx.new_id();
    diesel::insert_into(sites::table)
        .values((
            sites::id.eq(&id),
            sites::institution_id.eq(of),
            sites::name.eq(name),
            sites::accredited_from.eq(accredited.map(|(from, _)| from)),
            sites::accredited_until.eq(accredited.map(|(_, until)| until)),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

pub fn add_department(
    tx: &mut Tx<'_>,
    _grant: &Grant<KeepHouse>,
    of: &InstitutionId,
    name: &str,
    site: &SiteId,
) -> Result<DepartmentId, Fault> {
    let id: DepartmentId = tx.new_id();
    diesel::insert_into(departments::table)
        .values((
            departments::id.eq(&id),
            departments::institution_id.eq(of),
            departments::site_id.eq(site),
            departments::name.eq(name),
        ))
        .execute(tx.conn())?;
    Ok(id)
}
