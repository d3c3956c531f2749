using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Caseward.Domain.Tests.Policy;

/// <summary>The schema that editors use says what the reader takes. <c>UPDATE_GOLDEN=1</c> writes it anew after a change of the types.</summary>
public sealed class PolicySchemaTests
{
    [Fact]
    public void The_schema_file_is_what_the_types_say()
    {
        string schema = PolicySchema.Create();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../functions/App/Policy/policy.schema.json"), schema);
            return;
        }

        Assert.Equal(schema, ShippedPolicies.Text("policy.schema.json"));
    }

    [Theory]
    [InlineData("default.policy.json")]
    [InlineData("tour.policy.json")]
    public void The_shipped_documents_fit_the_schema(string file) => Assert.Empty(Problems(ShippedPolicies.Text(file)));

    [Fact]
    public void A_document_with_a_misspelt_member_and_a_missing_one_does_not_fit()
    {
        string document = ShippedPolicies.Text("tour.policy.json")
            .Replace("\"fallbackRecipient\"", "\"fallback\"", StringComparison.Ordinal)
            .Replace("\"PT3S\" },", "\"3 seconds\" },", StringComparison.Ordinal);

        Assert.Contains("/organisation/fallback is unknown", Problems(document));
        Assert.Contains("/organisation/fallbackRecipient is missing", Problems(document));
        Assert.Contains(Problems(document), problem => problem.StartsWith("/closing/reopenWindow does not look like", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Problems(string document)
    {
        JsonObject schema = JsonNode.Parse(ShippedPolicies.Text("policy.schema.json"))!.AsObject();
        return SchemaCheck.Problems(JsonNode.Parse(document), schema, schema);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
