using System.Text;
using Caseward.Domain.Cases;
using Caseward.Local.Storage;

namespace Caseward.Bench.Scale;

/// <summary>
/// Fills a file with open cases: rows of cases that were opened the ordinary way are written again under other numbers, in every table and in the durable
/// engine. A copy is what its original is, down to its place in lists and its next look; only its hash chain is that of another number.
/// </summary>
internal sealed class CaseCopies(LocalDatabase database)
{
    private const int CasesPerCommit = 2_000;

    /// <summary>Copies cases, one original after the other, until there are so many.</summary>
    /// <param name="originals">Cases that are in the file, open and at rest.</param>
    /// <param name="cases">How many there shall be, originals included.</param>
    public async Task FillAsync(IReadOnlyList<string> originals, int cases)
    {
        Original[] rows = database.Read(db => originals.Select(number => Original.Read(db, number)).ToArray());
        long key = database.Read(db => (long)db.Scalar("SELECT max(key) FROM durable_instances")!);
        var random = new Random(20_240_812);
        IEnumerable<string> numbers = Enumerable.Repeat(0, 2 * cases)
            .Select(_ => CaseNumber.FromDraw(random.Next(CaseNumber.Count)).Value)
            .Distinct().Except(originals).Take(cases - originals.Count).Order();
        int at = 0;
        foreach (string[] some in numbers.Chunk(CasesPerCommit))
        {
            await database.WriteAsync(db =>
            {
                db.Execute("PRAGMA cache_size = -262144");
                foreach (string number in some)
                {
                    rows[at++ % rows.Length].Copy(db, number, ++key);
                }

                return true;
            });
        }

        await database.WriteAsync(db => db.Execute("UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'durable_instances'", key));
    }

    /// <summary>All rows of one case.</summary>
    private sealed class Original
    {
        private readonly byte[] _number;
        private readonly List<(long Table, byte[] Partition, byte[] Row, long Stamp, byte[] Properties)> _entities = [];
        private readonly List<(int Turn, string Content)> _history = [];
        private readonly List<(long Due, int Task, int Generation)> _timers = [];
        private long _key;

        private Original(string number) => _number = Encoding.UTF8.GetBytes(number);

        public static Original Read(LocalConnection db, string number)
        {
            var original = new Original(number);
            db.Scan("SELECT table_id, pk, rk, stamp, properties FROM table_rows", row =>
            {
                (byte[] partition, byte[] key, byte[] properties) = (row.GetBytes(1), row.GetBytes(2), row.GetBytes(4));
                if (original.IsIn(partition) || original.IsIn(key) || original.IsIn(properties))
                {
                    original._entities.Add((row.GetInt64(0), partition, key, row.GetInt64(3), properties));
                }

                return true;
            });
            original._key = (long)db.Scalar("SELECT key FROM durable_instances WHERE id = ?1", $"case-{number}")!;
            original._history.AddRange(db.Query("SELECT turn, content FROM durable_history WHERE instance = ?1", row => (row.GetInt32(0), row.GetString(1)), original._key));
            original._timers.AddRange(db.Query("SELECT due, task, generation FROM durable_timers WHERE instance = ?1", row => (row.GetInt64(0), row.GetInt32(1), row.GetInt32(2)), original._key));
            return original;
        }

        public void Copy(LocalConnection db, string number, long key)
        {
            byte[] to = Encoding.UTF8.GetBytes(number);
            foreach ((long table, byte[] partition, byte[] row, long stamp, byte[] properties) in _entities)
            {
                // Rows under a hash of the request (the intake's) get a partition of their own.
                bool isNamed = IsIn(partition) || IsIn(row);
                byte[] place = isNamed ? Put(partition, to) : [.. partition[..^to.Length], .. to];
                db.Execute("INSERT INTO table_rows VALUES (?1, ?2, ?3, ?4, ?5)", table, place, Put(row, to), stamp, Put(properties, to));
            }

            string from = Encoding.UTF8.GetString(_number);
            db.Execute(
                """
                INSERT INTO durable_instances (key, id, generation, name, version, status, created, updated, custom_status, output, failure, tags, parent)
                SELECT ?1, ?2, generation, name, version, status, created, updated, custom_status, output, failure, tags, parent FROM durable_instances WHERE key = ?3
                """,
                key,
                $"case-{number}",
                _key);
            foreach ((int turn, string content) in _history)
            {
                db.Execute("INSERT INTO durable_history (instance, turn, content) VALUES (?1, ?2, ?3)", key, turn, content.Replace(from, number, StringComparison.Ordinal));
            }

            foreach ((long due, int task, int generation) in _timers)
            {
                db.Execute("INSERT INTO durable_timers (due, instance, task, generation) VALUES (?1, ?2, ?3, ?4)", due, key, task, generation);
            }
        }

        private bool IsIn(ReadOnlySpan<byte> bytes) => bytes.IndexOf(_number) >= 0;

        private byte[] Put(byte[] bytes, byte[] number)
        {
            byte[] copy = [.. bytes];
            for (int at = copy.AsSpan().IndexOf(_number); at >= 0; at = copy.AsSpan().IndexOf(_number))
            {
                number.CopyTo(copy, at);
            }

            return copy;
        }
    }
}
