using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Http;

/// <summary>
/// Matrix: body (none, not JSON, no object, too large, too deep, doubled member, wrong content type) × member (missing, null, wrong
/// type, unknown value, unknown name, too long, control characters, broken symbols, markup). None of them opens a case.
/// </summary>
public sealed class BadRequestTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Phone = "/api/phone/cases";

    private HttpClient Anna => shared.Host.As("anna");

    [Theory]
    [InlineData("""{"subject": """)]
    [InlineData("not json at all")]
    [InlineData("""{"subject":"a","subject":"b"}""")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}""")]
    [InlineData("""{"subject":"a",}""")]
    [InlineData("""{/* why */ "subject":"a"}""")]
    public async Task A_body_that_is_no_JSON_object_is_refused(string body)
    {
        Answered answer = await Anna.PostTextAsync(Phone, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("request.not-json", answer.Code);
        Assert.Equal("urn:caseward:problem:request.not-json", answer.Text("type"));
    }

    [Fact]
    public async Task Every_missing_field_is_told_at_once_with_its_place_and_rule()
    {
        Answered answer = await Anna.PostAsync(Phone, new JsonObject());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("request.invalid", answer.Code);
        Assert.Equal(
            [
                "/contact contact.unreachable", "/contact/name field.required", "/department field.required", "/description field.required",
                "/priority field.required", "/subject field.required",
            ],
            answer.Errors.Order());
        Assert.Equal(400, answer["status"].GetValue<int>());
        Assert.NotEmpty(answer.Text("title"));
        Assert.NotEmpty(answer.Text("detail"));
        Assert.NotEmpty(answer.Text("traceId"));
    }

    [Fact]
    public async Task A_request_without_a_body_is_told_what_is_missing()
    {
        Answered answer = await Anna.PostAsync(Phone);

        Assert.Contains("/subject field.required", answer.Errors);
    }

    [Theory]
    [InlineData("subject", "5", "/subject field.wrong-type")]
    [InlineData("subject", "{}", "/subject field.wrong-type")]
    [InlineData("subject", "null", "/subject field.required")]
    [InlineData("subject", "\"  \"", "/subject field.required")]
    [InlineData("subject", "\"\\u0000\"", "/subject field.bad-characters")]
    [InlineData("subject", "\"two\\nlines\"", "/subject field.bad-characters")]
    [InlineData("subject", "\"\\u001b[2J\"", "/subject field.bad-characters")]
    [InlineData("subject", "\"invoice \\u202efdp.exe\"", "/subject field.bad-characters")]
    [InlineData("subject", "\"\\ud800\"", "/subject field.bad-characters")]
    [InlineData("description", "\"half \\udc00 a pair\"", "/description field.bad-characters")]
    [InlineData("priority", "\"4\"", "/priority field.wrong-type")]
    [InlineData("priority", "4.5", "/priority field.wrong-type")]
    [InlineData("priority", "99999999999", "/priority field.wrong-type")]
    [InlineData("priority", "99", "/priority priority.unknown")]
    [InlineData("priority", "-1", "/priority priority.unknown")]
    [InlineData("department", "\"moon\"", "/department department.unknown")]
    [InlineData("level", "\"gold\"", "/level level.unknown")]
    [InlineData("type", "\"complaint\"", "/type field.unknown-value")]
    [InlineData("type", "0", "/type field.wrong-type")]
    [InlineData("type", "\"TechnicalSupport\"", "/type field.unknown-value")]
    [InlineData("language", "\"de\"", "/language field.unknown-value")]
    [InlineData("agreedAt", "\"tomorrow\"", "/agreedAt field.out-of-range")]
    [InlineData("agreedAt", "\"0001-01-01T00:00:00Z\"", "/agreedAt field.out-of-range")]
    [InlineData("contact", "\"Jan\"", "/contact field.wrong-type")]
    [InlineData("contact", """{"name":"Jan"}""", "/contact contact.unreachable")]
    [InlineData("contact", """{"name":"Jan","email":"jan@"}""", "/contact/email field.bad-email")]
    [InlineData("contact", """{"name":"Jan","email":"Jan <jan@example.com>"}""", "/contact/email field.bad-email")]
    [InlineData("contact", """{"name":"Jan","email":"jan@example.com\r\nBcc: all@example.com"}""", "/contact/email field.bad-email")]
    [InlineData("contact", """{"name":"Jan","phone":"06-12345678"}""", "/contact/phone field.bad-phone")]
    [InlineData("contact", """{"email":"jan@example.com"}""", "/contact/name field.required")]
    [InlineData("contact", """{"name":"Jan","email":"jan@example.com","iban":"x"}""", "/contact/iban field.unknown-member")]
    [InlineData("subjct", "\"typo\"", "/subjct field.unknown-member")]
    [InlineData("a/b~c", "1", "/a~1b~0c field.unknown-member")]
    [InlineData("origin", "\"email\"", "/origin field.unknown-member")]
    public async Task A_wrong_field_is_told_with_its_place_and_rule(string name, string value, string error)
    {
        JsonObject form = Forms.Case().Without(name);
        string body = form.ToJsonString()[..^1] + $",\"{name}\":{value}}}";

        Answered answer = await Anna.PostTextAsync(Phone, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([error], answer.Errors);
    }

    [Fact]
    public async Task A_member_name_with_half_a_symbol_is_refused()
    {
        Answered answer = await Anna.PostTextAsync(Phone, """{"\ud800":1}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        byte[] body = [.. """{"subject":"a"""u8, 0xFF, 0xFE, .. "\"}"u8];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");

        Answered answer = await Anna.SendAsync(HttpMethod.Post, Phone, content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("/subject field.bad-characters", answer.Errors);
    }

    [Fact]
    public async Task Mistakes_of_form_and_of_content_are_told_together()
    {
        Answered answer = await Anna.PostAsync(Phone, Forms.Case().With("subject", 5).With("priority", 77).With("extra", true));

        Assert.Equal(["/extra field.unknown-member", "/priority priority.unknown", "/subject field.wrong-type"], answer.Errors.Order());
    }

    [Fact]
    public async Task A_subject_that_is_too_long_is_refused_with_the_limit()
    {
        Answered answer = await Anna.PostAsync(Phone, Forms.Case().With("subject", new string('a', 201)));

        Assert.Equal(["/subject field.too-long"], answer.Errors);
        Assert.Contains("200", answer.Text("errors/0/detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_of_a_megabyte_is_refused_before_it_is_read()
    {
        Answered answer = await Anna.PostAsync(Phone, Forms.Case().With("subject", new string('a', 1_000_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("request.too-large", answer.Code);
    }

    [Fact]
    public async Task A_megabyte_that_does_not_say_how_long_it_is_is_refused_too()
    {
        using var content = new StreamContent(new Unannounced(1_000_000));
        content.Headers.ContentType = new("application/json");

        Answered answer = await Anna.SendAsync(HttpMethod.Post, Phone, content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task Thousands_of_unknown_members_get_an_answer_of_a_bounded_size()
    {
        string body = "{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"x{i}\":1")) + "}";

        Answered answer = await Anna.PostTextAsync(Phone, body);

        Assert.Equal(100, answer.Errors.Count);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/json")]
    public async Task A_body_that_does_not_say_that_it_is_JSON_is_refused(string contentType)
    {
        Answered answer = await Anna.PostTextAsync(Phone, Forms.Case().ToJsonString(), contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Equal("request.content-type", answer.Code);
    }

    [Theory]
    [InlineData("application/json;charset=\"utf-8\"")]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/merge-patch+json")]
    public async Task A_body_that_says_that_it_is_JSON_in_another_way_is_taken(string contentType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Forms.Case().ToJsonString()));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        Assert.Equal(HttpStatusCode.Created, (await Anna.SendAsync(HttpMethod.Post, Phone, content)).Status);
    }

    [Fact]
    public async Task Markup_is_text_like_any_other_and_comes_back_as_it_was()
    {
        const string Markup = "<script>alert('x')</script> & \"quotes\" 𝄞";
        Answered opened = await Anna.PostAsync(Phone, Forms.Case().With("subject", Markup));

        Answered read = await Anna.ReadAsync($"/api/cases/{opened.Text("number")}");

        Assert.Equal(Markup, read.Text("subject"));
        Assert.Equal("nosniff", read.Headers["X-Content-Type-Options"]);
        Assert.Equal("application/json", read.ContentType);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task An_idempotency_key_that_is_none_is_refused(string key)
    {
        Answered answer = await Anna.PostAsync(Phone, Forms.Case(), ("Idempotency-Key", key));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("request.idempotency-key", answer.Code);
    }

    /// <summary>A body whose length nobody knows before it ends.</summary>
    private sealed class Unannounced(int left) : Stream
    {
        private int _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(count, _left);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
