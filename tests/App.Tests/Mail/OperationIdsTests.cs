using Caseward.App.Mail;

namespace Caseward.App.Tests.Mail;

public sealed class OperationIdsTests
{
    private const string Key = "112345674~ownership~1~tier-2~sanne";

    [Fact]
    public void A_notice_always_has_the_same_id() =>
        Assert.Equal(Guid.Parse("3df3758d-0ac1-84b1-87c3-06158c8401a2"), OperationIds.Of(Key));

    [Fact]
    public void Another_notice_has_another_id() => Assert.NotEqual(OperationIds.Of(Key), OperationIds.Of(Key + "2"));

    [Fact]
    public void The_id_is_a_UUID_of_version_8() => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", OperationIds.Of(Key).ToString());
}
