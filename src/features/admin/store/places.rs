//! Institutions, sites and departments, as an admin writes them. A name that is taken comes back as
//! `Fault::Taken`, which the forms turn into a sentence.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{departments, enrolments, institutions, sites};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{DepartmentId, EnrolmentId, InstitutionId, SiteId};
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;
use crate::domain::time::Day;
use crate::features::people::{WrittenPlace, vouch_place};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionWords {
    pub name: String,
    /// As in the time zone database: `Europe/London`.
    pub zone: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteWords {
    pub name: String,
    pub accredited_from: Option<Day>,
    pub accredited_until: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentWords {
    pub name: String,
    pub site: Option<SiteId>,
}

pub fn add_institution(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepHouse>,
    words: &InstitutionWords,
) -> Result<InstitutionId, Fault> {
    let (id, now): (InstitutionId, _) = (tx.new_id(), tx.now());
    diesel::insert_into(institutions::table)
        .values((
            institutions::id.eq(&id),
            institutions::name.eq(&words.name),
            institutions::name_folded.eq(words.name.to_lowercase()),
            institutions::zone.eq(&words.zone),
            institutions::made_at.eq(now),
        ))
        .execute(tx.conn())?;
    vouch_place(tx, grant, WrittenPlace::Institution(&id))?;
    Ok(id)
}

pub fn change_institution(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepHouse>,
    id: &InstitutionId,
    words: &InstitutionWords,
) -> Result<(), Fault> {
    let changed = diesel::update(institutions::table.find(id))
        .set((
            institutions::name.eq(&words.name),
            institutions::name_folded.eq(words.name.to_lowercase()),
            institutions::zone.eq(&words.zone),
        ))
        .execute(tx.conn())?;
    found(changed)?;
    vouch_place(tx, grant, WrittenPlace::Institution(id))
}

pub fn add_site(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepHouse>,
    of: &InstitutionId,
    words: &SiteWords,
) -> Result<SiteId, Fault> {
    let id: SiteId = tx.new_id();
    diesel::insert_into(sites::table)
        .values((
            sites::id.eq(&id),
            sites::institution_id.eq(of),
            sites::name.eq(&words.name),
            sites::accredited_from.eq(words.accredited_from),
            sites::accredited_until.eq(words.accredited_until),
        ))
        .execute(tx.conn())?;
    vouch_place(tx, grant, WrittenPlace::Site(&id))?;
    Ok(id)
}

pub fn change_site(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepHouse>,
    id: &SiteId,
    words: &SiteWords,
) -> Result<(), Fault> {
    let changed = diesel::update(sites::table.find(id))
        .set((
            sites::name.eq(&words.name),
            sites::accredited_from.eq(words.accredited_from),
            sites::accredited_until.eq(words.accredited_until),
        ))
        .execute(tx.conn())?;
    found(changed)?;
    vouch_place(tx, grant, WrittenPlace::Site(id))
}

pub fn add_department(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepHouse>,
    of: &InstitutionId,
    words: &DepartmentWords,
) -> Result<DepartmentId, Fault> {
    let id: DepartmentId = tx.new_id();
    diesel::insert_into(departments::table)
        .values((
            departments::id.eq(&id),
            departments::institution_id.eq(of),
            departments::site_id.eq(&words.site),
            departments::name.eq(&words.name),
        ))
        .execute(tx.conn())?;
    vouch_place(tx, grant, WrittenPlace::Department(&id))?;
    Ok(id)
}

pub fn change_department(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepHouse>,
    id: &DepartmentId,
    words: &DepartmentWords,
) -> Result<(), Fault> {
    let changed = diesel::update(departments::table.find(id))
        .set((departments::site_id.eq(&words.site), departments::name.eq(&words.name)))
        .execute(tx.conn())?;
    found(changed)?;
    vouch_place(tx, grant, WrittenPlace::Department(id))
}

/// Everybody whose rules may read where something was done: a case may be logged at any site.
// open: called inside a granted write
pub fn measured(conn: &mut Conn) -> Result<Vec<EnrolmentId>, Fault> {
    Ok(enrolments::table
        .filter(enrolments::known_until.is_null())
        .order(enrolments::id)
        .select(enrolments::id)
        .load(conn)?)
}

fn found(changed: usize) -> Result<(), Fault> {
    if changed == 0 { Err(Fault::NotFound) } else { Ok(()) }
}
