//! C and C++ programs that are linked with the library and run.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::{env, fs};

const WARNINGS: [&str; 5] = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"];

fn root() -> &'static Path {
    let ffi = Path::new(env!("CARGO_MANIFEST_DIR"));
    ffi.parent().expect("the workspace")
}

fn temporary() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn compiler(variable: &str, default: &str) -> Command {
    let mut command = Command::new(env::var_os(variable).unwrap_or(default.into()));
    command.arg("-I").arg(root().join("include")).args(WARNINGS);
    command
}

fn run(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    // Writing fails if the program ends without reading its input: ignore that.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("the program ends")
}

fn succeed(command: &mut Command, input: &[u8]) -> String {
    let output = run(command, input);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The built libraries. Cargo does not build them for a test, as none of them is an rlib.
static LIBRARIES: LazyLock<Vec<PathBuf>> = LazyLock::new(|| {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--package", "apifault-ffi", "--features", "inject-panics"]);
    build.args(["--lib", "--message-format", "json"]);
    let messages = succeed(build.current_dir(root()), b"");
    let mut messages =
        messages.lines().map(|line| serde_json::from_str(line).expect("a message of cargo"));
    let ours = |message: &serde_json::Value| {
        message["reason"] == "compiler-artifact" && message["target"]["kind"][0] == "cdylib"
    };
    let artifact = messages.find(ours).expect("the library is built");
    let files = artifact["filenames"].as_array().expect("its files");
    let paths = files.iter().map(|file| file.as_str().expect("a path").into());
    paths.collect()
});

fn library(extension: &str) -> &'static Path {
    LIBRARIES
        .iter()
        .find(|path| path.extension().is_some_and(|found| found == extension))
        .unwrap_or_else(|| panic!("no .{extension} among {:?}", *LIBRARIES))
}

/// Compiles a C99 or C++17 program, with more flags, and links it with the static library.
fn program(source: &str, flags: &[&str]) -> PathBuf {
    let source = root().join(source);
    let program = temporary().join(source.file_stem().expect("a name"));
    let mut compile = if source.extension().is_some_and(|extension| extension == "cpp") {
        let mut compile = compiler("CXX", "c++");
        compile.arg("-std=c++17");
        compile
    } else {
        let mut compile = compiler("CC", "cc");
        compile.arg("-std=c99");
        compile
    };
    compile.args(flags).args(["-g", "-o"]).arg(&program).arg(source);
    compile.arg(library("a")).args(["-lpthread", "-ldl", "-lm"]);
    succeed(&mut compile, b"");
    program
}

static RUNNER: LazyLock<PathBuf> = LazyLock::new(|| program("tests/runner.c", &[]));
static EXAMPLE: LazyLock<PathBuf> = LazyLock::new(|| program("ffi/examples/explain.c", &[]));

#[test]
fn every_misuse_does_what_the_header_says() {
    succeed(&mut Command::new(program("ffi/tests/misuse.c", &[])), b"");
}

#[test]
fn a_panic_gives_an_error_result_or_the_value_for_null() {
    succeed(&mut Command::new(program("ffi/tests/panics.c", &[])), b"");
}

#[test]
fn sixteen_threads_read_the_same_as_a_single_thread() {
    succeed(&mut Command::new(program("ffi/tests/threads.c", &[])), b"");
}

#[test]
fn sixteen_threads_lose_no_token_of_a_shared_budget() {
    succeed(&mut Command::new(program("ffi/tests/budget.cpp", &[])), b"");
}

#[test]
fn the_cpp_interface_keeps_its_promises() {
    let flags = ["-fno-exceptions", "-fno-rtti"];
    succeed(&mut Command::new(program("ffi/tests/facts.cpp", &flags)), b"");
}

#[test]
fn redacting_without_memory_throws_in_cpp() {
    succeed(&mut Command::new(program("ffi/tests/no_memory.cpp", &[])), b"");
}

/// The names of the library's functions that a text calls or declares.
fn functions(text: &str) -> BTreeSet<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = |(start, _)| {
        let rest: &str = &text[start..];
        let (name, after) = rest.split_at(rest.find(|c| !is_part(c))?);
        after.starts_with('(').then_some(name)
    };
    text.match_indices("apifault_").filter_map(name).collect()
}

#[test]
fn every_function_is_tested_with_misuse_and_panics_and_exists_in_cpp() {
    let read = |path| fs::read_to_string(root().join(path)).expect("a source");
    let header = read("include/apifault.h");
    let declared = functions(&header);
    assert!(declared.len() > 40, "{declared:?}");
    for path in ["ffi/tests/misuse.c", "ffi/tests/panics.c", "include/apifault.hpp"] {
        let text = read(path);
        let called = functions(&text);
        let missing: Vec<_> = declared.difference(&called).collect();
        assert!(missing.is_empty(), "{path} lacks {missing:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_shared_library_is_found_by_its_soname() {
    let soname = format!("libapifault.so.{}", env!("CARGO_PKG_VERSION_MAJOR"));
    fs::copy(library("so"), temporary().join(soname)).expect("the library is copied");
    let program = temporary().join("misuse-shared");
    let mut compile = compiler("CC", "cc");
    compile.args(["-std=c99", "-o"]).arg(&program);
    compile.arg(root().join("ffi/tests/misuse.c")).arg(library("so"));
    succeed(&mut compile, b"");
    let mut shared = Command::new(program);
    succeed(shared.env("LD_LIBRARY_PATH", temporary()), b"");
}

#[test]
fn the_runner_answers_each_frame_with_one_line() {
    let frames = b"429 - groq 15 9 body\nretry-after: 2\nslow down\n\
        500 1700000000000 - 0 0 body\n\n\
        0 - - 0 3 event\n\xff\0\n\n";
    let reports = succeed(&mut Command::new(&*RUNNER), frames);
    let reports: Vec<serde_json::Value> =
        reports.lines().map(|line| serde_json::from_str(line).expect("a report")).collect();
    let kinds: Vec<_> = reports.iter().map(|report| &report["kind"]).collect();
    assert_eq!(kinds, ["rate_limited", "internal_error", "unknown"]);
    assert_eq!(reports[0]["provider"], "groq");
    assert_eq!(reports[0]["error"]["message"], "slow down");
}

#[test]
fn the_runner_scans_each_frame_as_a_stream_in_any_pieces() {
    let event = "data: {\"error\":{\"type\":\"overloaded_error\",\"message\":\"Busy\"}}\n\n";
    let frames = format!("200 - groq 0 {} body\n{event}\n200 - - 0 1 body\n:\n", event.len());
    let scan = |pieces: &[&str]| {
        succeed(Command::new(&*RUNNER).arg("scan").args(pieces), frames.as_bytes())
    };
    let scans = scan(&[]);
    for pieces in ["0", "1", "7", "cuts"] {
        assert_eq!(scan(&[pieces]), scans, "{pieces}");
    }
    let scans: Vec<serde_json::Value> =
        scans.lines().map(|line| serde_json::from_str(line).expect("a scan")).collect();
    assert_eq!(scans[0]["ended"], "error");
    assert_eq!(scans[0]["errors"][0], scans[0]["report"]);
    assert_eq!(scans[0]["report"]["error"]["message"], "Busy");
    assert_eq!(scans[0]["report"]["provider"], "groq");
    assert_eq!(scans[1]["errors"], serde_json::json!([]));
    assert_eq!((&scans[1]["ended"], &scans[1]["delivered"]), (&"cut_off".into(), &false.into()));
    assert_eq!(scans[1]["report"]["rule"], "stream/cut_off");
}

#[test]
fn the_runner_answers_each_text_with_one_line() {
    let text = "Error code: 429 - {'error': {'message': 'slow\\ndown'}}";
    let frames = format!("0 - groq 0 {} body\n{text}\n0 - - 0 0 body\n\n", text.len());
    let answers = succeed(Command::new(&*RUNNER).arg("texts"), frames.as_bytes());
    let answers: Vec<serde_json::Value> =
        answers.lines().map(|line| serde_json::from_str(line).expect("an answer")).collect();
    assert_eq!(
        (&answers[0]["kind"], &answers[0]["provider"]),
        (&"rate_limited".into(), &"groq".into())
    );
    assert_eq!(answers[1]["not_found"]["nearest_line"], serde_json::Value::Null);
    assert!(answers[1]["not_found"]["hint"].is_string());
}

const DEFAULT_POLICY: &str = "4 2 60000 600000 500 8000 2000 60000 5000 60000 5 10 1 1";

#[test]
fn the_runner_answers_each_step_with_one_line() {
    let lines = [
        "0 0 0 100 100 15 2 2000 350 1 1 0 0.5",
        "0 0 0 - - 22 3 - 0 1 1 0 nan",
        "1 0 5 9 4 1 0 - 0 1 1 0 0.5",
        "3 1 5 100 95 15 2 61000 0 1 1 0 -1",
    ];
    let lines = lines.map(|line| format!("{DEFAULT_POLICY} {line}\n")).concat();
    let steps = succeed(Command::new(&*RUNNER).arg("steps"), lines.as_bytes());
    let expected = [
        r#"{"step":"wait","wait_ms":2100,"reason":null,"delay_ms":null,"attempts":1,"now_retries":0,"last_cost":1,"tokens":99}"#,
        r#"{"step":"wait","wait_ms":0,"reason":null,"delay_ms":null,"attempts":1,"now_retries":0,"last_cost":0,"tokens":null}"#,
        r#"{"step":"done","wait_ms":null,"reason":null,"delay_ms":null,"attempts":2,"now_retries":0,"last_cost":0,"tokens":9}"#,
        r#"{"step":"give_up","wait_ms":null,"reason":"delay_too_long","delay_ms":61000,"attempts":4,"now_retries":1,"last_cost":5,"tokens":95}"#,
    ];
    assert_eq!(steps.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_runner_rejects_an_invalid_step() {
    for (line, fault) in [
        (String::new(), "max_attempts is missing"),
        (format!("{DEFAULT_POLICY} 0 0 0 - - 22 3 - 0 1 1 0"), "random is missing"),
        (format!("{DEFAULT_POLICY} 0 0 0 - - 22 3 - 0 1 1 0 0.5 7"), "more than 27 words"),
        (format!("{DEFAULT_POLICY} 0 0 0 - - 22 3 - 0 1 1 2 0.5"), "delivered is '2'"),
        (format!("{DEFAULT_POLICY} 0 0 x - - 22 3 - 0 1 1 0 0.5"), "last_cost is 'x'"),
        (format!("{DEFAULT_POLICY} 0 0 0 - - 22 3 - 0 1 1 0 half"), "random is 'half'"),
    ] {
        let output = run(Command::new(&*RUNNER).arg("steps"), format!("{line}\n").as_bytes());
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.contains(fault), "{error}");
    }
}

#[test]
fn the_runner_rejects_wrong_arguments() {
    for arguments in [
        &["explain"][..],
        &["scan", "-1"],
        &["scan", "x"],
        &["scan", "1", "2"],
        &["steps", "1"],
        &["texts", "1"],
    ] {
        let output = run(Command::new(&*RUNNER).args(arguments), b"");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_runner_rejects_an_invalid_frame() {
    for (frame, fault) in [
        (&b"429 - - 0\n"[..], "BODY_LEN is missing"),
        (b"429 - - 0 0\n\n", "HOLDS is missing"),
        (b"x - - 0 0 body\n\n", "STATUS is 'x'"),
        (b"429 -1 - 0 0\n\n", "NOW_MS is '-1'"),
        (b"429 - nobody 0 0\n\n", "'nobody' is not a provider"),
        (b"429 - - 9 0 body\n\n", "ends inside its headers"),
        (b"429 - - 0 0 body\nx\n", "no line feed follows"),
        (b"429 - - 0 0 body", "ends inside its first line"),
    ] {
        let output = run(&mut Command::new(&*RUNNER), frame);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.contains("frame 1: ") && error.contains(fault), "{error}");
    }
}

#[test]
fn the_example_explains_a_response_without_its_control_characters() {
    let mut example = Command::new(&*EXAMPLE);
    let page = succeed(&mut example, b"HTTP/2 429\r\n\r\n\x1b[31mslow\ndown\xc2\x9b\x7f!");
    for line in [
        "kind        rate_limited",
        "message     \\x1b[31mslow\\ndown\\x9b\\x7f!",
        "fault       account",
        "scope       credential",
        "remedy      other_model",
        "retry       backoff",
    ] {
        assert!(page.lines().any(|printed| printed == line), "{line} in {page}");
    }
}

#[test]
fn the_example_hides_keys_that_a_server_repeats() {
    let key = "gsk_Heron7Heron7Heron7Heron7";
    let error = |inner: &str| {
        format!(
            r#"{{"message":"wrong key {key}","type":"{key}","code":"{key}","param":"{key}","failed_generation":"{key}"{inner}}}"#
        )
    };
    let body = format!(
        r#"{{"error":{}}}"#,
        error(&format!(r#","metadata":{{"raw":{{"error":{}}}}}"#, error("")))
    );
    let raw = format!("HTTP/2 401\r\nx-request-id: {key}\r\n\r\n{body}");
    let page = succeed(&mut Command::new(&*EXAMPLE), raw.as_bytes());
    assert!(!page.contains("Heron7"), "{page}");
    for label in ["message", "type", "code", "param", "generation", "  message", "request id"] {
        let is_hidden = |line: &str| line.starts_with(label) && line.contains("gsk_***");
        assert!(page.lines().any(is_hidden), "{label} in {page}");
    }
}

#[test]
fn the_example_distinguishes_unusable_input_from_wrong_usage() {
    for (arguments, status) in [
        (&[][..], 1),
        (&["no such file"], 1),
        (&["/"], 1),
        (&["--nonsense"], 2),
        (&["a", "b"], 2),
        (&["--help"], 0),
    ] {
        let output = run(Command::new(&*EXAMPLE).args(arguments), b"{}");
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert_eq!(output.stderr.is_empty(), status == 0, "{arguments:?}");
    }
}

#[test]
fn the_example_explains_the_text_of_an_exception() {
    let example = program("ffi/examples/explain_text.c", &[]);
    let text = "Error code: 429 - {'error': {'message': 'Slow down, gsk_Heron7Heron7Heron7Heron7. \
                Please try again in 2s.\x1b[31m'}}";
    let page = succeed(Command::new(&example).arg(text), b"");
    let message = "message   Slow down, gsk_***. Please try again in 2s.";
    for line in ["kind      rate_limited", "status    429", message, "wait      2000 ms"] {
        assert!(page.lines().any(|printed| printed == line), "{line} in {page}");
    }
    for (arguments, status) in [(&["All quiet."][..], 1), (&[], 2), (&["--help"], 0)] {
        let output = run(Command::new(&example).args(arguments), b"");
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert_eq!(output.stderr.is_empty(), status == 0, "{arguments:?}");
    }
}
