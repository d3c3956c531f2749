using System.Text.Json;
using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Tests.Cases;
using NodaTime;

namespace Caseward.Domain.Tests.Notices;

/// <summary>What is stored about digests stays readable for ever: <c>Golden/Notices</c>.</summary>
public sealed class StoredDigestTests
{
    [Fact]
    public void A_recipients_book_is_stored_as_ever()
    {
        Instant noon = Instant.FromUtc(2026, 6, 2, 12, 0);
        var book = new DigestBook
        {
            Digest = 7,
            SendsAt = noon + Duration.FromMinutes(10),
            Arrivals = [new DigestArrival("123456789~ownership~1~tier-2~sanne", noon, 7), new DigestArrival("123456797~ownership~1~tier-2~sanne", noon, null)],
        };

        DigestBook read = StoredJson.OnlyGains("Notices/DigestBook.json", JsonSerializer.SerializeToNode(book, CaseJson.Options)!.AsObject())
            .Deserialize<DigestBook>(CaseJson.Options)!;

        Assert.Equal((7, book.SendsAt), (read.Digest, read.SendsAt));
        Assert.Equal(book.Arrivals, read.Arrivals);
    }
}
