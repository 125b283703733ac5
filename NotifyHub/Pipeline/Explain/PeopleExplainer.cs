using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Policy;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Explain;

/// <summary>The dry run of a notification to people: intake's checks, what each person chose, and dispatch's policy, for every channel and endpoint. Writes nothing.</summary>
public sealed class PeopleExplainer
{
    /// <summary>Most people who are explained of one target.</summary>
    public const int MostPeople = 100;

    private readonly PeopleIntake _intake;
    private readonly PeopleDirectory _people;
    private readonly StandingFacts _facts;
    private readonly HubContexts _contexts;
    private readonly TimeProvider _time;

    internal PeopleExplainer(PeopleIntake intake, PeopleDirectory people, StandingFacts facts, HubContexts contexts, TimeProvider time) =>
        (_intake, _people, _facts, _contexts, _time) = (intake, people, facts, contexts, time);

    /// <summary>What would become of it.</summary>
    /// <exception cref="RefusedException">It would be refused.</exception>
    public async Task<SendExplanation> ExplainAsync(long projectId, PeopleSend send, CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        var draft = await _intake.DraftAsync(projectId, send, now, cancel);
        var first = await _people.FirstAsync(projectId, draft.Target, MostPeople, cancel);
        var explained = new List<ExplainedDevice>();
        foreach (var (person, endpoint, chosen) in await EndpointsAsync(projectId, [.. first], send.Type, cancel))
        {
            if (draft.Plan.Find(endpoint.Provider.Channel()) is { } channel)
            {
                var facts = await _facts.OfAsync(endpoint, draft.Content.Message, draft.Push.PreferenceCategory, now, cancel) with
                {
                    TypeOff = !draft.Plan.IsOn(channel, chosen),
                    NotBefore = draft.DueAt > now ? draft.DueAt : null,
                    ExpiresAt = endpoint.Provider == ProviderKind.InApp ? null : draft.ExpiresAt,
                    FallbackUntil = channel.WaitMinutes > 0 && endpoint.Provider != ProviderKind.InApp ? draft.DueAt.AddMinutes(channel.WaitMinutes) : null,
                };
                facts = await _facts.WithPersonAsync(facts, new PersonSend(
                    endpoint, person.Id, 0, send.Type, send.DigestKey, draft.Push.PreferenceCategory, MessageMaker.Lane(draft.Push.Options), draft.Content.Message, draft.DueAt, now), cancel);
                endpoint.UserId ??= person.UserId;
                explained.Add(new ExplainedDevice(endpoint, DeliveryPolicy.Explain(facts, now)));
            }
        }
        return new SendExplanation(now, first.Count < MostPeople ? first.Count : await _people.CountAsync(projectId, draft.Target, cancel), SendExplainer.Grouped(explained));
    }

    private async Task<List<(Person Person, Device Endpoint, bool? Chosen)>> EndpointsAsync(long projectId, long[] ids, string type, CancellationToken cancel)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(cancel);
        var (users, fingerprints) = (people.Select(p => p.UserId).ToArray(), people.Select(p => p.FingerprintHex).OfType<string>().ToArray());
        var endpoints = await db.Devices.AsNoTracking()
            .Where(d => d.Status != DeviceStatus.Retired && ((d.UserId != null && users.Contains(d.UserId)) || (d.UserId == null && d.FingerprintHex != null && fingerprints.Contains(d.FingerprintHex))))
            .OrderBy(d => d.Id).ToListAsync(cancel);
        var chosen = (await db.Preferences.AsNoTracking().Where(p => ids.Contains(p.PersonId) && p.Type == type).ToListAsync(cancel)).ToDictionary(p => (p.PersonId, p.Channel), p => p.IsOn);
        return [.. people.SelectMany(person => endpoints
            .Where(e => e.UserId == person.UserId || (e.UserId is null && e.FingerprintHex == person.FingerprintHex))
            .Select(e => (person, e, chosen.TryGetValue((person.Id, e.Provider.Channel()), out var on) ? on : (bool?)null)))];
    }
}
