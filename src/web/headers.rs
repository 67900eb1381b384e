//! What every answer tells the browser: load nothing from elsewhere, run no inline script or style, be
//! in no frame, tell no other site where one came from. A room that serves files may set its own,
//! stricter policy: what an answer says itself stays.

use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;

/// No inline script or style exists in the house, so the policy needs no exceptions.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// For files that people brought: nothing in them may run or load anything.
pub const FILE_POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'; base-uri 'none'";

/// The camera is for evidence; nothing else of the machine is asked for.
const PERMISSIONS: &str = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()";

pub(in crate::web) fn headers(secure: bool) -> DefaultHeaders {
    let always = DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, POLICY))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::X_FRAME_OPTIONS, "DENY"))
        .add((header::REFERRER_POLICY, "same-origin"))
        .add((header::PERMISSIONS_POLICY, PERMISSIONS))
        .add(("cross-origin-opener-policy", "same-origin"))
        .add(("cross-origin-resource-policy", "same-origin"))
        .add((header::CACHE_CONTROL, "no-store"));
    if secure {
        always.add((header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"))
    } else {
        always
    }
}
