//! Names the interface that the shared library keeps.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let elf = env::var_os("CARGO_CFG_UNIX").is_some()
        && env::var("CARGO_CFG_TARGET_VENDOR").as_deref() != Ok("apple");
    if elf {
        let major = env!("CARGO_PKG_VERSION_MAJOR");
        println!("cargo::rustc-link-arg-cdylib=-Wl,-soname,libapifault.so.{major}");
    }
}
