using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// Uses the operating system's own SQLite: it gets security fixes with the system, and the bundled builds to be had
/// carry a known vulnerability (CVE-2025-6965).
/// </summary>
static class SqliteLibrary
{
    const int Oldest = 3_035_000;

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Usage", "CA2255", Justification = "The resolver must stand before any SQLite type is touched.")]
    internal static void Use()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, (name, _, _) =>
            name == "e_sqlite3" ? Load() : IntPtr.Zero);
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
        // A connection is only ever used by one at a time (the writer's lane, or a reader on loan): it needs no lock of its own.
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        // Counting what it allocates takes a lock of the whole process each time.
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <summary>Throws when the library is too old for what the store needs (RETURNING, upsert).</summary>
    public static void RequireVersion()
    {
        var version = SQLitePCL.raw.sqlite3_libversion_number();
        if (version < Oldest)
            throw new PlatformNotSupportedException(
                $"The system's SQLite is {SQLitePCL.raw.sqlite3_libversion().utf8_to_string()}; 3.35 or newer is needed. " +
                "Update the operating system's SQLite package, or set Store to postgres.");
    }

    static IntPtr Load()
    {
        string[] names = OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
            : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"]
            : ["libsqlite3.so.0", "libsqlite3.so"];
        foreach (var name in names)
            if (NativeLibrary.TryLoad(name, out var handle))
                return handle;
        throw new DllNotFoundException(
            $"The system's SQLite was not found (tried {string.Join(", ", names)}). On Debian: apt-get install libsqlite3-0.");
    }
}
