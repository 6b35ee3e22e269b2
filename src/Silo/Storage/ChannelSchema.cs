namespace Stratus.Realtime.Silo.Storage;

// stratus_channel has a row for each channel, written by every append: half of each page is left free, and no column that
// changes is indexed, so that the new version of a row stays on its page and touches no index. stratus_publication is written
// once, read from the end, and deleted from the beginning: its one index is all three of these. Payloads are not compressed
// (they are small, and it costs more than it saves) and stay in the row while a page has room for it.

/// <summary>The tables of <see cref="PostgresChannelLog"/>.</summary>
internal static class ChannelSchema
{
    public const string Version1 = """
        CREATE TABLE stratus_channel (
            id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
            top bigint NOT NULL,
            used_at timestamptz NOT NULL,
            forget_at timestamptz NOT NULL,
            name text COLLATE "C" NOT NULL PRIMARY KEY,
            epoch text NOT NULL,
            owner text NOT NULL,
            batches bytea NOT NULL
        ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

        CREATE TABLE stratus_publication (
            channel bigint NOT NULL,
            "offset" bigint NOT NULL,
            appended_at timestamptz NOT NULL,
            published_at bigint NOT NULL,
            about bytea NOT NULL,
            data bytea NOT NULL,
            PRIMARY KEY (channel, "offset")
        ) WITH (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05);

        ALTER TABLE stratus_publication ALTER COLUMN data SET STORAGE EXTERNAL;
        """;
}
