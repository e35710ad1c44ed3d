//! The caller's memory: all reads and writes of it are in this file.

use libc::c_char;
use std::{ptr, slice};

use crate::outcome::Outcome;

/// A `bool` of the interface. Rust never reads a caller's byte as a `bool`, which has only two values:
/// 0 is false, and every other byte is true.
pub(crate) type flag = u8;

/// The bytes of a caller's text.
///
/// # Safety
///
/// If `data` is not null, `len` bytes can be read there, and nobody writes them during `'a`.
pub(crate) unsafe fn bytes<'a>(data: *const c_char, len: usize) -> Result<&'a [u8], Outcome> {
    if len == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(Outcome::NullPointer);
    }
    if isize::try_from(len).is_err() {
        return Err(Outcome::BadLength);
    }
    // SAFETY: not null, not longer than an object can be, and readable during `'a` as promised.
    Ok(unsafe { slice::from_raw_parts(data.cast(), len) })
}

/// What a caller's pointer points to, if it is not null.
///
/// # Safety
///
/// If `pointer` is not null, it points to a `T` that lives during `'a`.
pub(crate) unsafe fn borrow<'a, T>(pointer: *const T) -> Option<&'a T> {
    // SAFETY: null, or a `T` as promised.
    unsafe { pointer.as_ref() }
}

/// As [`borrow`], to change it.
///
/// # Safety
///
/// If `pointer` is not null, it points to a `T` that lives during `'a`, and nobody else uses it.
pub(crate) unsafe fn borrow_mut<'a, T>(pointer: *mut T) -> Option<&'a mut T> {
    // SAFETY: null, or a `T` as promised.
    unsafe { pointer.as_mut() }
}

/// Writes one output, unless the pointer is null.
///
/// # Safety
///
/// If `out` is not null, a `T` can be written there.
pub(crate) unsafe fn write<T>(out: *mut T, value: T) -> Result<(), Outcome> {
    if out.is_null() {
        return Err(Outcome::NullPointer);
    }
    // SAFETY: not null, and writable as promised.
    unsafe { out.write(value) };
    Ok(())
}

/// Writes bytes, if there are any.
///
/// # Safety
///
/// If `out` is not null, that many bytes can be written there, and they do not overlap `bytes`.
pub(crate) unsafe fn write_bytes(out: *mut c_char, bytes: &[u8]) -> Result<(), Outcome> {
    if bytes.is_empty() {
        return Ok(());
    }
    if out.is_null() {
        return Err(Outcome::NullPointer);
    }
    // SAFETY: not null, writable and apart from `bytes` as promised.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), out.cast::<u8>(), bytes.len()) };
    Ok(())
}

/// Writes a number that may be absent. Returns whether it was written.
///
/// # Safety
///
/// As for [`write`].
pub(crate) unsafe fn write_some<T>(out: *mut T, value: Option<T>) -> bool {
    // SAFETY: as promised.
    value.is_some_and(|value| unsafe { write(out, value) }.is_ok())
}

/// A struct of the interface that may grow at its end.
///
/// # Safety
///
/// The struct is `repr(C)`, its first member is `struct_size: usize`, and any bytes are valid in
/// its other members.
pub(crate) unsafe trait Versioned: Copy {
    /// Its size in the first release that had it. No caller has a smaller one.
    const FIRST_SIZE: usize;
}

/// Reads a caller's struct, which may be older or newer than ours, over `default`.
///
/// # Safety
///
/// If `from` is not null, as many bytes as its `struct_size` says can be read there.
pub(crate) unsafe fn read_versioned<T: Versioned>(
    from: *const T,
    default: T,
) -> Result<T, Outcome> {
    // SAFETY: as promised.
    let size = unsafe { struct_size(from) }?;
    if size >= size_of::<T>() {
        // SAFETY: the caller has all the bytes of a `T`, of which any are valid.
        return Ok(unsafe { from.read() });
    }
    let mut value = default;
    // SAFETY: the caller has `size` bytes and we have more; a fresh local overlaps neither.
    unsafe { ptr::copy_nonoverlapping(from.cast::<u8>(), (&raw mut value).cast(), size) };
    Ok(value)
}

/// Writes a caller's struct, which may be older or newer than ours. `value` gets the caller's
/// `struct_size`, to keep it.
///
/// # Safety
///
/// If `to` is not null, as many bytes as its `struct_size` says can be read and written there.
pub(crate) unsafe fn write_versioned<T: Versioned>(
    to: *mut T,
    value: impl FnOnce(usize) -> T,
) -> Result<(), Outcome> {
    // SAFETY: as promised.
    let size = unsafe { struct_size(to) }?;
    let value = value(size);
    if size >= size_of::<T>() {
        // SAFETY: the caller has all the bytes of a `T`.
        unsafe { to.write(value) };
    } else {
        // SAFETY: the caller has `size` bytes and we have more; a fresh local overlaps neither.
        unsafe { ptr::copy_nonoverlapping((&raw const value).cast(), to.cast::<u8>(), size) };
    }
    Ok(())
}

/// Whether [`write_versioned`] can write there.
///
/// # Safety
///
/// As for [`write_versioned`].
pub(crate) unsafe fn check_versioned<T: Versioned>(to: *const T) -> Result<(), Outcome> {
    // SAFETY: as promised.
    unsafe { struct_size(to) }.map(|_| ())
}

/// A caller's struct that has not grown yet, so that every caller has all its members. Nothing is
/// copied.
///
/// # Safety
///
/// If `pointer` is not null, as many bytes as its `struct_size` says can be read there, and nobody
/// writes them during `'a`.
pub(crate) unsafe fn borrow_versioned<'a, T: Versioned>(
    pointer: *const T,
) -> Result<&'a T, Outcome> {
    const { assert!(size_of::<T>() == T::FIRST_SIZE, "it has grown: use read_versioned") };
    // SAFETY: as promised.
    unsafe { struct_size(pointer) }?;
    // SAFETY: not null, and the caller has all the bytes of a `T`, of which any are valid.
    Ok(unsafe { &*pointer })
}

/// As [`borrow_versioned`], to change it.
///
/// # Safety
///
/// If `pointer` is not null, as many bytes as its `struct_size` says can be read and written there,
/// and nobody else uses them during `'a`.
pub(crate) unsafe fn borrow_versioned_mut<'a, T: Versioned>(
    pointer: *mut T,
) -> Result<&'a mut T, Outcome> {
    const { assert!(size_of::<T>() == T::FIRST_SIZE, "it has grown: use write_versioned") };
    // SAFETY: as promised.
    unsafe { struct_size(pointer) }?;
    // SAFETY: not null, and the caller has all the bytes of a `T`, of which any are valid.
    Ok(unsafe { &mut *pointer })
}

/// # Safety
///
/// If `of` is not null, its `struct_size` can be read.
unsafe fn struct_size<T: Versioned>(of: *const T) -> Result<usize, Outcome> {
    if of.is_null() {
        return Err(Outcome::NullPointer);
    }
    // SAFETY: not null, and a `Versioned` begins with its `struct_size`.
    let size = unsafe { of.cast::<usize>().read() };
    if size < T::FIRST_SIZE {
        return Err(Outcome::BadStructSize);
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    #[repr(C)]
    struct First {
        struct_size: usize,
        a: usize,
    }

    #[derive(Clone, Copy, Debug, PartialEq)]
    #[repr(C)]
    struct Second {
        struct_size: usize,
        a: usize,
        b: usize,
    }

    // SAFETY: `repr(C)`, `struct_size` first, and every member is an integer.
    unsafe impl Versioned for Second {
        const FIRST_SIZE: usize = size_of::<First>();
    }

    #[test]
    fn a_caller_with_an_older_struct_gets_the_defaults_of_newer_members() {
        let old = First { struct_size: size_of::<First>(), a: 1 };
        let default = Second { struct_size: 0, a: 8, b: 9 };
        // SAFETY: as many bytes as `struct_size` says are there.
        let read = unsafe { read_versioned((&raw const old).cast::<Second>(), default) };
        assert_eq!(read.map(|read| (read.a, read.b)), Ok((1, 9)));
    }

    #[test]
    fn a_callers_older_struct_is_not_written_past_its_end() {
        let mut old =
            [First { struct_size: size_of::<First>(), a: 0 }, First { struct_size: 7, a: 7 }];
        // SAFETY: as many bytes as `struct_size` says are there.
        let written = unsafe {
            write_versioned(old.as_mut_ptr().cast::<Second>(), |struct_size| Second {
                struct_size,
                a: 1,
                b: 2,
            })
        };
        assert_eq!(written, Ok(()));
        assert_eq!((old[0].struct_size, old[0].a), (size_of::<First>(), 1));
        assert_eq!((old[1].struct_size, old[1].a), (7, 7));
    }

    #[test]
    fn a_length_that_no_object_can_have_is_rejected() {
        let byte: c_char = 0;
        // SAFETY: the length is rejected before anything is read.
        let rejected = unsafe { bytes(&raw const byte, usize::MAX) };
        assert_eq!(rejected, Err(Outcome::BadLength));
    }
}
