//! The codes with which a `WebSocket` is closed.

use std::ops::Range;

use super::WEBSOCKET;
use crate::rules::schema::Source;

/// A code, and the status of HTTP that means the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CloseRow {
    pub(crate) code: u16,
    pub(crate) status: u16,
    pub(crate) source: Source,
}

const fn close(code: u16, status: u16) -> CloseRow {
    CloseRow { code, status, source: WEBSOCKET }
}

/// A connection that ended without a reason, or as planned, has no row.
pub(crate) const CLOSES: &[CloseRow] = &[
    close(1002, 400),
    close(1003, 415),
    close(1007, 400),
    close(1008, 400),
    close(1009, 413),
    close(1010, 400),
    close(1011, 500),
    close(1012, 503),
    close(1013, 529),
    close(1014, 502),
    close(3000, 401),
    close(3003, 403),
    close(3008, 408),
];

/// The codes of applications that are a status of HTTP and 4000.
pub(crate) const OWN_STATUSES: Range<u16> = 4400..4600;
