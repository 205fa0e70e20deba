//! Limits that a process puts on itself before it reads what strangers wrote.

/// Keeps this process from ever holding more than `octets` of memory of its own (heap and stacks;
/// mapped program text is not counted): what asks for more fails, and the process with it. No core
/// is dumped then. `false` where the system knows no such limit; it then has to be watched from
/// outside.
#[must_use]
pub fn memory(octets: u64) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let at_most = |n| Rlimit { current: Some(n), maximum: Some(n) };
        // Without this a refused allocation would write a core of that size.
        let quiet = setrlimit(Resource::Core, at_most(0)).is_ok();
        // RLIMIT_DATA counts every private writable page since Linux 4.7; address space that is
        // only reserved (allocator arenas, unused stack guards) is free, unlike with RLIMIT_AS.
        setrlimit(Resource::Data, at_most(octets)).is_ok() && quiet
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = octets;
        false
    }
}
