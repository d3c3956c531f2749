using System.Globalization;
using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Links;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Surveys;

/// <summary>
/// The page on which a customer says how it went (rule V4). Opening it does nothing, because mail scanners open links too; sending the
/// form does, as often as the customer likes until the survey expires: the latest answer counts.
/// </summary>
internal sealed class SurveyPage(LinkOpener links, LinkPages pages, CaseDesk desk)
{
    private const string SignedLink = "The link in the mail is signed and expires.";

    [Function("ShowSurvey")]
    [OpenToAll(SignedLink)]
    public async Task<IActionResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "survey/{token}")] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        (OpenedLink? link, IActionResult? answer) = await links.OpenAsync(request, LinkPurpose.Survey, token, cancellationToken);
        return link is null ? answer!
            : !IsOffered(link) ? await links.SayAsync(request, StatusCodes.Status409Conflict, "over", link.State)
            : await FormAsync(request, StatusCodes.Status200OK, link, link.State.Survey!.Score, comment: null, problemKey: null);
    }

    /// <summary>Takes an answer: <c>score</c> 1 to 5 and perhaps <c>comment</c>, as a form or as JSON.</summary>
    [Function(nameof(AnswerSurvey))]
    [OpenToAll(SignedLink)]
    public async Task<IActionResult> Answer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "survey/{token}")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        (OpenedLink? link, IActionResult? answer) = await links.OpenAsync(request, LinkPurpose.Survey, token, cancellationToken);
        if (link is null)
        {
            return answer!;
        }

        (LinkForm? form, int status) = await LinkForm.ReadAsync(request, cancellationToken);
        if (form is null)
        {
            return await links.SayAsync(request, status, "unreadable", link.State);
        }

        int score = int.TryParse(form.Field("score"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 0;
        var command = new AnswerSurvey(link.Link.Occasion, score, form.Field("comment"));
        Violation[] violations = [.. command.Validate()];
        if (violations.Length > 0)
        {
            return form.IsJson
                ? Problem.Invalid(violations)
                : await FormAsync(request, StatusCodes.Status400BadRequest, link, score, form.Field("comment"), violations[0].Field == "/score" ? "surveyNoScore" : "surveyBadComment");
        }

        DeskAnswer done = await desk.ExecuteAsync(link.State.Number, command, link.Customer, key: null, expectedVersion: null, client, cancellationToken);
        return done switch
        {
            DeskAnswer.Done when form.IsJson => Http.Answer.Ok(new SurveyReceived(link.State.Number, score, command.Comment, link.Link.ExpiresAt)),
            DeskAnswer.Done => await ThanksAsync(request, link),
            _ => await links.SayAsync(request, StatusCodes.Status409Conflict, "over", link.State),
        };
    }

    private static bool IsOffered(OpenedLink link) => link.State.Survey is { ExpiresAt: not null } survey && survey.Survey == link.Link.Occasion;

    private async Task<IActionResult> FormAsync(HttpRequest request, int status, OpenedLink link, int? score, string? comment, string? problemKey)
    {
        IReadOnlyDictionary<string, string> texts = pages.Texts(link.State.Language);
        return await pages.ShowAsync(request, status, "survey", "surveyTitle", new SurveyFormPage
        {
            Language = link.State.Language,
            Number = link.State.Number.Value,
            Subject = link.State.Subject,
            Problem = problemKey is null ? null : texts[problemKey],
            Answered = link.State.Survey?.Score is not null,
            Choices = [.. Enumerable.Range(1, 5).Reverse().Select(value => new SurveyChoice(value, texts[$"score{value}"], value == score))],
            Comment = comment,
            Until = await pages.ExpiryAsync(request, link),
        });
    }

    private async Task<IActionResult> ThanksAsync(HttpRequest request, OpenedLink link) => await pages.ShowAsync(request, StatusCodes.Status200OK, "thanks", "thanksTitle", new ThanksPage
    {
        Language = link.State.Language,
        Number = link.State.Number.Value,
        Subject = link.State.Subject,
        Until = await pages.ExpiryAsync(request, link),
        Again = $"{request.PathBase}{request.Path}",
    });
}

/// <summary>What a program hears when its answer was taken.</summary>
/// <param name="Number">The case.</param>
/// <param name="Score">The score that counts now.</param>
/// <param name="Comment">The comment that counts now.</param>
/// <param name="ChangeableUntil">Until when another answer can take its place.</param>
internal sealed record SurveyReceived(CaseNumber Number, int Score, string? Comment, NodaTime.Instant ChangeableUntil);

/// <summary>The form.</summary>
internal sealed record SurveyFormPage : LinkPage
{
    public string? Problem { get; init; }

    /// <summary>Whether there is an answer already.</summary>
    public bool Answered { get; init; }

    public required IReadOnlyList<SurveyChoice> Choices { get; init; }

    public string? Comment { get; init; }

    public required string Until { get; init; }
}

/// <summary>One of the scores.</summary>
internal sealed record SurveyChoice(int Value, string Label, bool Chosen);

/// <summary>After the answer.</summary>
internal sealed record ThanksPage : LinkPage
{
    public required string Until { get; init; }

    /// <summary>The page on which the answer can be changed.</summary>
    public required string Again { get; init; }
}
