namespace Stratus.Realtime.Silo.Storage;

// Orleans' ADO.NET membership takes its statements from the table OrleansQuery and looks their results up by column name. The
// rest is ours. One row for a cluster holds the version of its list: whoever changes the list must name the version that he
// saw, and makes the next one, so that of two silos that change it at a time one has to look again. The row's lock lets them
// through one by one; heartbeats do not need it.

/// <summary>The tables and statements of the membership of Orleans clusters.</summary>
internal static class MembershipSchema
{
    private const int Dead = 6; // SiloStatus.Dead

    private const string Columns = """
        m.address AS "Address", m.port AS "Port", m.generation AS "Generation", m.silo_name AS "SiloName", m.host_name AS "HostName",
        m.status AS "Status", m.proxy_port AS "ProxyPort", m.suspect_times AS "SuspectTimes", m.start_time AS "StartTime",
        m.i_am_alive_time AS "IAmAliveTime", v.version AS "Version"
        """;

    private const string IsSilo = "cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation";

    private const string NextVersion = """
        UPDATE stratus_membership_version SET version = version + 1, changed_at = now()
        WHERE cluster = @DeploymentId AND version = @Version
        """;

    public const string Version1 = """
        CREATE TABLE stratus_membership_version (
            cluster text NOT NULL PRIMARY KEY,
            version integer NOT NULL,
            changed_at timestamptz NOT NULL
        );

        CREATE TABLE stratus_membership (
            cluster text NOT NULL REFERENCES stratus_membership_version ON DELETE CASCADE,
            address text NOT NULL,
            port integer NOT NULL,
            generation integer NOT NULL,
            silo_name text NOT NULL,
            host_name text NOT NULL,
            status integer NOT NULL,
            proxy_port integer NOT NULL,
            suspect_times text,
            start_time timestamptz NOT NULL,
            i_am_alive_time timestamptz NOT NULL,
            PRIMARY KEY (cluster, address, port, generation)
        );

        CREATE TABLE orleansquery (
            querykey text NOT NULL PRIMARY KEY,
            querytext text NOT NULL
        );
        """;

    /// <summary>The statements by the names that Orleans asks for.</summary>
    public static IReadOnlyDictionary<string, string> Queries { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // True for whoever made the row.
        ["InsertMembershipVersionKey"] = """
            WITH made AS (
                INSERT INTO stratus_membership_version (cluster, version, changed_at) VALUES (@DeploymentId, 0, now())
                ON CONFLICT DO NOTHING RETURNING cluster
            )
            SELECT EXISTS (SELECT FROM made)
            """,

        // A silo that is there already is no reason for a new version.
        ["InsertMembershipKey"] = $"""
            WITH next AS (
                {NextVersion} AND NOT EXISTS (SELECT FROM stratus_membership WHERE {IsSilo})
                RETURNING cluster
            ), made AS (
                INSERT INTO stratus_membership
                    (cluster, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
                SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM next
                RETURNING cluster
            )
            SELECT EXISTS (SELECT FROM made)
            """,
        ["UpdateMembershipKey"] = $"""
            WITH next AS (
                {NextVersion} AND EXISTS (SELECT FROM stratus_membership WHERE {IsSilo})
                RETURNING cluster
            ), changed AS (
                UPDATE stratus_membership SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
                WHERE {IsSilo} AND EXISTS (SELECT FROM next)
                RETURNING cluster
            )
            SELECT EXISTS (SELECT FROM changed)
            """,
        ["UpdateIAmAlivetimeKey"] = $"UPDATE stratus_membership SET i_am_alive_time = @IAmAliveTime WHERE {IsSilo}",

        // A list without silos is one row that has but the version.
        ["MembershipReadAllKey"] = $"""
            SELECT {Columns}
            FROM stratus_membership_version v LEFT JOIN stratus_membership m ON m.cluster = v.cluster
            WHERE v.cluster = @DeploymentId
            """,
        ["MembershipReadRowKey"] = $"""
            SELECT {Columns}
            FROM stratus_membership_version v
            LEFT JOIN stratus_membership m
                ON m.cluster = v.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
            WHERE v.cluster = @DeploymentId
            """,
        ["GatewaysQueryKey"] = """
            SELECT address AS "Address", proxy_port AS "ProxyPort", generation AS "Generation"
            FROM stratus_membership WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
            """,
        ["DeleteMembershipTableEntriesKey"] = "DELETE FROM stratus_membership_version WHERE cluster = @DeploymentId",
        ["CleanupDefunctSiloEntriesKey"] = $"""
            DELETE FROM stratus_membership WHERE cluster = @DeploymentId AND status = {Dead} AND i_am_alive_time < @IAmAliveTime
            """,
    };
}
