using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// The invented people of a simulation: who holds which office where. Their ids say both, so that an event can be read:
/// <c>5310104001-officer-1</c>.
/// </summary>
sealed class Cast(Random random)
{
    static readonly string[] Titles = ["นาย", "นาง", "นางสาว"];
    static readonly string[] Given =
        ["สมมุติ", "จำลอง", "ตัวอย่าง", "ลองดู", "ประดิษฐ์", "วาดฝัน", "เมฆา", "ใบข้าว", "ฟ้าใส", "ดาวเรือง", "แพรไหม", "ต้นน้ำ"];
    static readonly string[] Family =
        ["ทดลองงาน", "ฝันดี", "ใจนิยาย", "แสงสมมุติ", "ลมเย็น", "ป่าจำลอง", "ทุ่งนิทาน", "ธารกระดาษ", "เขาเงา", "สายรุ้ง"];

    readonly Dictionary<(string Organisation, string Role), List<string>> holders = [];
    readonly Dictionary<string, Person> people = [];
    readonly Dictionary<(string, string), int> numbers = [];

    /// <summary>Who holds an office now, longest first.</summary>
    public IReadOnlyList<string> Holders(string organisation, string role) =>
        holders.GetValueOrDefault((organisation, role)) ?? [];

    public Person Person(string id) => people[id];

    /// <summary>Somebody new takes an office.</summary>
    /// <returns>The person's id.</returns>
    public string Enter(Transaction transaction, OrganisationRow organisation, string role, DateTimeOffset from)
    {
        var number = numbers[(organisation.Code, role)] = numbers.GetValueOrDefault((organisation.Code, role)) + 1;
        var id = $"{organisation.Code}-{role}-{number}";
        var person = people[id] = new Person
        {
            Id = id,
            TitleTh = Any(Titles),
            GivenNameTh = Any(Given),
            FamilyNameTh = Any(Family),
            NameEn = $"Invented {role} {number} of {organisation.NameEn ?? organisation.Code}",
            Email = $"{id}@simulated.example",
        };
        person.Insert(transaction);
        new Membership { Id = Ids.New(from), PersonId = id, OrganisationCode = organisation.Code, Role = role, ValidFrom = from }
            .Insert(transaction);
        if (!holders.TryGetValue((organisation.Code, role), out var there))
            holders[(organisation.Code, role)] = there = [];
        there.Add(id);
        return id;
    }

    /// <summary>What the store knows already: somebody has left.</summary>
    public void Left(string person, string organisation, string role) => holders[(organisation, role)].Remove(person);

    /// <summary>Those who may answer a task by their office, who it is about first; within an office by lot.</summary>
    public IReadOnlyList<string> Candidates(string organisation, IEnumerable<string> roles, string? subject)
    {
        var candidates = new List<string>();
        foreach (var role in roles)
        {
            var some = Holders(organisation, role).ToArray();
            random.Shuffle(some);
            candidates.AddRange(some);
        }
        return [.. candidates.Distinct().OrderBy(person => person == subject ? 0 : 1)];
    }

    string Any(string[] some) => some[random.Next(some.Length)];
}
