//! The pages of places as plain values.

use askama::Template;

use crate::domain::names::InstitutionId;
use crate::domain::time::{DEFAULT_ZONE, Day};
use crate::features::people::{Atlas, Department, Institution, Site};
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

macro_rules! view {
    ($($name:ident),+) => { $(
        impl View for $name {
            fn shell(&self) -> &Shell {
                &self.shell
            }
            fn typed(&self) -> Option<&Typed> {
                Some(&self.typed)
            }
        }
    )+ };
}
view!(Institutions, InstitutionPage, SitePage, DepartmentPage);

#[derive(Template)]
#[template(path = "admin/institutions.html")]
pub struct Institutions {
    shell: Shell,
    typed: Typed,
    institutions: Vec<Line>,
}

/// A thing with a page of its own.
struct Line {
    name: String,
    href: String,
    what: String,
}

impl Institutions {
    pub fn new(who: &Admin, atlas: &Atlas, mut typed: Typed) -> Institutions {
        if typed.words.is_empty() {
            typed.words.add("zone", DEFAULT_ZONE.name());
        }
        let line = |one: &Institution| Line {
            name: one.name.clone(),
            href: paths::institution(one.id.as_str()),
            what: holds(atlas, &one.id),
        };
        Institutions {
            shell: who.shell("Institutions", Place::Settings),
            typed,
            institutions: atlas.institutions.iter().map(line).collect(),
        }
    }
}

fn holds(atlas: &Atlas, id: &InstitutionId) -> String {
    let sites = atlas.sites.iter().filter(|site| site.institution == *id).count();
    let departments = atlas.departments.iter().filter(|one| one.institution == *id).count();
    format!("Sites: {sites}. Departments: {departments}.")
}

#[derive(Template)]
#[template(path = "admin/institution.html")]
pub struct InstitutionPage {
    shell: Shell,
    typed: Typed,
    name: String,
    action: String,
    add_site: String,
    add_department: String,
    sites: Vec<Line>,
    departments: Vec<Line>,
    at: Vec<Choice>,
}

impl InstitutionPage {
    pub fn new(who: &Admin, atlas: &Atlas, one: &Institution, mut typed: Typed) -> InstitutionPage {
        if typed.word("name").is_empty() && typed.fault("name").is_none() && typed.fault("zone").is_none() {
            typed.words.add("name", one.name.clone());
            typed.words.add("zone", one.zone.clone());
        }
        let id = one.id.as_str();
        let sites = atlas.sites.iter().filter(|site| site.institution == one.id);
        let departments = atlas.departments.iter().filter(|dep| dep.institution == one.id);
        let department = |dep: &Department| Line {
            name: dep.name.clone(),
            href: paths::department(dep.id.as_str()),
            what: dep
                .site
                .as_ref()
                .and_then(|site| atlas.site(site))
                .map(|site| format!("At {}.", site.name))
                .unwrap_or_default(),
        };
        InstitutionPage {
            shell: who.shell(one.name.clone(), Place::Settings),
            typed,
            name: one.name.clone(),
            action: paths::institution(id),
            add_site: paths::institution_sites(id),
            add_department: paths::institution_departments(id),
            sites: sites.clone().map(site_line).collect(),
            departments: departments.map(department).collect(),
            at: sites.map(|site| Choice::of(site.id.as_str(), &site.name)).collect(),
        }
    }
}

fn site_line(site: &Site) -> Line {
    Line { name: site.name.clone(), href: paths::site(site.id.as_str()), what: accredited(site) }
}

fn accredited(site: &Site) -> String {
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    match (day(site.accredited_from), day(site.accredited_until)) {
        (None, _) => "Nobody has recorded whether it is accredited.".to_owned(),
        (Some(from), None) => format!("Accredited since {from}."),
        (Some(from), Some(until)) => format!("Accredited from {from} to {until}."),
    }
}

#[derive(Template)]
#[template(path = "admin/site.html")]
pub struct SitePage {
    shell: Shell,
    typed: Typed,
    name: String,
    action: String,
    back: String,
}

impl SitePage {
    pub fn new(who: &Admin, site: &Site, mut typed: Typed) -> SitePage {
        if typed.words.is_empty() {
            typed.words.add("site-name", site.name.clone());
            if let Some(day) = site.accredited_from {
                typed.words.add_day("accredited-from", day);
            }
            if let Some(day) = site.accredited_until {
                typed.words.add_day("accredited-until", day);
            }
        }
        SitePage {
            shell: who.shell(site.name.clone(), Place::Settings),
            typed,
            name: site.name.clone(),
            action: paths::site(site.id.as_str()),
            back: paths::institution(site.institution.as_str()),
        }
    }
}

#[derive(Template)]
#[template(path = "admin/department.html")]
pub struct DepartmentPage {
    shell: Shell,
    typed: Typed,
    name: String,
    at: Vec<Choice>,
    action: String,
    back: String,
}

impl DepartmentPage {
    pub fn new(who: &Admin, atlas: &Atlas, one: &Department, mut typed: Typed) -> DepartmentPage {
        if typed.words.is_empty() {
            typed.words.add("department-name", one.name.clone());
            typed
                .words
                .add("department-site", one.site.as_ref().map(ToString::to_string).unwrap_or_default());
        }
        let sites = atlas.sites.iter().filter(|site| site.institution == one.institution);
        DepartmentPage {
            shell: who.shell(one.name.clone(), Place::Settings),
            typed,
            name: one.name.clone(),
            at: sites.map(|site| Choice::of(site.id.as_str(), &site.name)).collect(),
            action: paths::department(one.id.as_str()),
            back: paths::institution(one.institution.as_str()),
        }
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::admin(), title, Place::Settings);
    let mut faults = crate::domain::fault::Faults::none();
    for field in [
        "name",
        "zone",
        "site-name",
        "accredited-from",
        "accredited-until",
        "department-name",
        "department-site",
    ] {
        faults.add(field, "Something is wrong here.");
    }
    let typed = Typed::holding([("name", "<b>"), ("site-name", "<i>")]).with_faults(faults);
    let lines = || {
        vec![Line { name: "Theatre <1>".to_owned(), href: paths::site("s"), what: "Accredited.".to_owned() }]
    };
    let at = || vec![Choice::of("s", "Northgate General")];
    let institutions =
        |institutions| Institutions { shell: shell("Institutions"), typed: typed.clone(), institutions };
    let institution = |full: bool| InstitutionPage {
        shell: shell("Northgate"),
        typed: typed.clone(),
        name: "Northgate Hospitals".to_owned(),
        action: paths::institution("i"),
        add_site: paths::institution_sites("i"),
        add_department: paths::institution_departments("i"),
        sites: if full { lines() } else { Vec::new() },
        departments: if full { lines() } else { Vec::new() },
        at: if full { at() } else { Vec::new() },
    };
    let (name, back) = ("Northgate General".to_owned(), paths::institution("i"));
    vec![
        Sample::of("admin/institutions", &institutions(lines())),
        Sample::of("admin/institutions, none", &institutions(Vec::new())),
        Sample::of("admin/institution", &institution(true)),
        Sample::of("admin/institution, empty", &institution(false)),
        Sample::of(
            "admin/site",
            &SitePage {
                shell: shell("Site"),
                typed: typed.clone(),
                name: name.clone(),
                action: paths::site("s"),
                back: back.clone(),
            },
        ),
        Sample::of(
            "admin/department",
            &DepartmentPage {
                shell: shell("Department"),
                typed,
                name,
                at: at(),
                action: paths::department("d"),
                back,
            },
        ),
    ]
}
