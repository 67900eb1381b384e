//! Addresses of the settings.

use super::fill;

pub const INSTITUTIONS: &str = "/settings/institutions";
pub const INSTITUTION: &str = "/settings/institutions/{institution}";
pub const INSTITUTION_SITES: &str = "/settings/institutions/{institution}/sites";
pub const INSTITUTION_DEPARTMENTS: &str = "/settings/institutions/{institution}/departments";
pub const SITE: &str = "/settings/sites/{site}";
pub const DEPARTMENT: &str = "/settings/departments/{department}";
pub const STAFF: &str = "/settings/staff";
pub const ACCOUNTS: &str = "/settings/accounts";
pub const ONE_ACCOUNT: &str = "/settings/accounts/{account}";
pub const ACCOUNT_CLOSE: &str = "/settings/accounts/{account}/close";
pub const ACCOUNT_OPEN: &str = "/settings/accounts/{account}/open";
pub const ACCOUNT_PASSWORD: &str = "/settings/accounts/{account}/new-password";
pub const ACCOUNT_INVITATION: &str = "/settings/accounts/{account}/invitation";
pub const ACCOUNT_LINK: &str = "/settings/accounts/{account}/link";
pub const HOUSE_RULES: &str = "/settings/rules";
pub const FACTOR_DEMANDS: &str = "/settings/second-factor";
pub const PATTERNS: &str = "/settings/patterns";
pub const PATTERN_END: &str = "/settings/patterns/{pattern}/end";
pub const JOBS: &str = "/settings/jobs";
pub const JOB_AGAIN: &str = "/settings/jobs/{job}/again";
pub const HOUSE_HEALTH: &str = "/settings/health";

pub fn institution(institution: &str) -> String {
    fill(INSTITUTION, &[institution])
}

pub fn institution_sites(institution: &str) -> String {
    fill(INSTITUTION_SITES, &[institution])
}

pub fn institution_departments(institution: &str) -> String {
    fill(INSTITUTION_DEPARTMENTS, &[institution])
}

pub fn site(site: &str) -> String {
    fill(SITE, &[site])
}

pub fn department(department: &str) -> String {
    fill(DEPARTMENT, &[department])
}

pub fn one_account(account: &str) -> String {
    fill(ONE_ACCOUNT, &[account])
}

pub fn account_close(account: &str) -> String {
    fill(ACCOUNT_CLOSE, &[account])
}

pub fn account_open(account: &str) -> String {
    fill(ACCOUNT_OPEN, &[account])
}

pub fn account_password(account: &str) -> String {
    fill(ACCOUNT_PASSWORD, &[account])
}

pub fn account_invitation(account: &str) -> String {
    fill(ACCOUNT_INVITATION, &[account])
}

pub fn account_link(account: &str) -> String {
    fill(ACCOUNT_LINK, &[account])
}

pub fn job_again(job: &str) -> String {
    fill(JOB_AGAIN, &[job])
}

pub fn pattern_end(pattern: &str) -> String {
    fill(PATTERN_END, &[pattern])
}
