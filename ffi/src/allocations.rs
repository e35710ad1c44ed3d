//! Counts the allocations of each thread, to check that `apifault_decide` does not allocate.

use libc::c_char;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use crate::classify::{apifault_decide, apifault_decision, apifault_options};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: each call is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller guarantees what the system's allocator needs.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller guarantees what the system's allocator needs.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

#[test]
fn deciding_allocates_nothing() {
    let headers = "content-type: application/json\r\nretry-after: 7\r\n\
                   x-ratelimit-limit-tokens: 6000\r\nx-ratelimit-remaining-tokens: 0\r\n\
                   x-ratelimit-reset-tokens: 7.66s\r\nx-request-id: req_1\r\n\r\n";
    let bodies = [
        r#"{"error":{"message":"Rate limit reached on tokens per minute (TPM): Limit 6000, Used 3513, Requested 3166. Please try again in 6.79s.","type":"tokens","code":"rate_limit_exceeded"}}"#,
        r#"{"error":{"message":"Provider returned error","code":502,"metadata":{"raw":"heron/large is overloaded"}}}"#,
        r#"[{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}]"#,
        "<html><head><title>502 Bad Gateway</title></head></html>",
        "data: {\"error\":{\"message\":\"m\"}}\n\n",
        "not JSON",
        "",
    ];
    for status in [0, 200, 400, 413, 429, 500, 503] {
        for body in bodies {
            // SAFETY: zero is a value of each of its members.
            let mut decision: apifault_decision = unsafe { std::mem::zeroed() };
            decision.struct_size = size_of::<apifault_decision>();
            // A body that succeeds may be a whole stream, if it is not said to be one event.
            let options = apifault_options {
                struct_size: size_of::<apifault_options>(),
                is_event: u8::from(status < 300),
                ..Default::default()
            };
            let before = ALLOCATIONS.get();
            // SAFETY: every pointer lives.
            let result = unsafe {
                apifault_decide(
                    status,
                    headers.as_ptr().cast::<c_char>(),
                    headers.len(),
                    body.as_ptr().cast::<c_char>(),
                    body.len(),
                    &raw const options,
                    &raw mut decision,
                )
            };
            let allocations = ALLOCATIONS.get() - before;
            assert_eq!((result, allocations), (0, 0), "{status} {body}");
        }
    }
}
