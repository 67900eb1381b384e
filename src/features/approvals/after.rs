//! What is said once somebody is approved: that they cannot sign yet, where they sign through links from a domain that no
//! lead allows.

use super::store;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::names::ApprovalId;
use crate::web::paths;

/// Where the approval is listed, and the sentence.
pub async fn said_of(app: &App, id: ApprovalId) -> Result<(String, String), Fault> {
    app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        let listed = store::approval(r.conn(), &shelf, &id, now)?;
        let said = match listed.not_allowed.as_str() {
            "" => "The assessor is approved.".to_owned(),
            domain => format!(
                "The assessor is approved. They cannot sign yet: addresses of {domain} are not allowed where the trainee is. \
                 Allow the domain under People, Work addresses."
            ),
        };
        Ok((paths::assessors(listed.row.enrolment_id.as_str()), said))
    })
    .await
}
