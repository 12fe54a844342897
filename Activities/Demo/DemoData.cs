using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Demo;

/// <summary>
/// An invented province with invented people, for trying the service and for its tests. Its accounts are refused outside
/// Development.
/// </summary>
public static class DemoData
{
    /// <summary>The password of every demo account; no secret, since the accounts work in Development only.</summary>
    public const string Password = "demo-1234";

    public const string City = "3990102";
    public const string Town = "4990201";
    public const string Pao = "2990101";
    public const string Tambon = "5990101";
    public const string FullTambon = "5990102";
    public const string Tao = "6990101";
    public const string Province = "9900";
    public const string Bureau = "BB";
    public const string Dopa = "DOPA";

    static readonly DateTimeOffset Since = new(2023, 10, 1, 0, 0, 0, TimeSpan.FromHours(7));

    /// <summary>Everybody there is, in the order in which the sign-in page shows them.</summary>
    public static IReadOnlyList<DemoPerson> People { get; } =
    [
        new("officer", "นางสาว", "มาลี", "ใจงาม", "Malee Jaingam", Tambon, Role.Officer),
        new("officer2", "นาย", "สมชาย", "ทองดี", "Somchai Thongdee", Tambon, Role.Officer),
        new("clerk", "นาง", "วันเพ็ญ", "แสงจันทร์", "Wanpen Saengchan", Tambon, Role.Clerk),
        new("mayor", "นาย", "ประเสริฐ", "ศรีสุข", "Prasert Srisuk", Tambon, Role.Executive),
        new("city-officer", "นาย", "อนุชา", "พงษ์ไพร", "Anucha Pongprai", City, Role.Officer),
        new("city-officer2", "นางสาว", "กนกพร", "วารี", "Kanokporn Waree", City, Role.Officer),
        new("city-clerk", "นาง", "ดวงใจ", "มั่นคง", "Duangjai Mankong", City, Role.Clerk),
        new("city-mayor", "นาย", "ธนากร", "รุ่งเรือง", "Thanakorn Rungrueang", City, Role.Executive),
        new("pao-officer", "นาง", "จินตนา", "สายธาร", "Jintana Saitharn", Pao, Role.Officer),
        new("pao-clerk", "นาย", "วิทยา", "เพียรดี", "Wittaya Piandee", Pao, Role.Clerk),
        new("full-officer", "นาย", "เกรียงไกร", "ดอนเมฆ", "Kriangkrai Donmek", FullTambon, Role.Officer),
        new("full-officer2", "นางสาว", "ปรียา", "ฟ้าใส", "Preeya Fasai", FullTambon, Role.Officer),
        new("full-officer3", "นางสาว", "ศิริพร", "ใบบัว", "Siriporn Baibua", FullTambon, Role.Officer),
        new("full-clerk", "นาย", "ณรงค์", "หาดทราย", "Narong Hadsai", FullTambon, Role.Clerk),
        new("tao-officer", "นาย", "บุญมี", "นาดี", "Boonmee Nadee", Tao, Role.Officer),
        .. DemoSignOn.People,
        new("reviewer", "นางสาว", "อรทัย", "ตรวจการ", "Orathai Truatkarn", Bureau, Role.Reviewer),
        new("reviewer2", "นาย", "ชาญชัย", "ละเอียด", "Chanchai Laiad", Bureau, Role.Reviewer),
        new("director", "นาย", "สุรเดช", "วินิจฉัย", "Suradet Winitchai", Bureau, Role.Director),
        new("id-reader", "นาย", "รักษ์", "ข้อมูลดี", "Rak Khomundi", Province, Role.IdReader),
        new("coordinator", "นาง", "พิมพา", "ประสาน", "Pimpa Prasan", Province, Role.Coordinator),
        new("finance", "นาง", "สุภาวดี", "ใบเสร็จ", "Supawadee Baiset", Dopa, Role.Finance),
        new("district", "นาย", "อำนวย", "เมืองงาม", "Amnuay Muangngam", CascadeDemo.District, Role.Coordinator),
        new("operator", "นาย", "เทคนิค", "ดูแลดี", "Teknik Dulaedee", Bureau, Role.Operator),
        new("designer", "นางสาว", "ออกแบบ", "ลายเส้น", "Okbaep Laisen", Bureau, Role.Designer),
        new("designer2", "นาย", "ทวน", "รอบคอบ", "Tuan Robkhob", Bureau, Role.Designer),
        new("auditor", "นาย", "ยุติธรรม", "ถี่ถ้วน", "Yutitham Thithuan", Bureau, Role.Auditor),
        .. CascadeDemo.People,
    ];

    /// <summary>Loads the demo province once; later calls change nothing.</summary>
    /// <param name="hash">Hashes the demo password.</param>
    public static async Task LoadAsync(Database database, TimeProvider clock, Func<string, string> hash)
    {
        if (await database.FirstAsync<string>("select code from organisations where code = @Tambon", new { Tambon }) is not null)
            return;
        await OrganisationTree.StoreAsync(
            database, ShippedData.DemoProvince().Organisations, DateOnly.FromDateTime(Since.DateTime));
        var passwordHash = hash(Password);
        await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            // Who stands in the list twice holds two offices.
            foreach (var offices in People.GroupBy(person => person.Account))
            {
                Add(transaction, offices.First(), passwordHash, now);
                foreach (var office in offices)
                    AddOffice(transaction, office, now);
            }
            // Rights from before the circular: the city keeps or replaces its officer, the full municipality has both seats
            // taken.
            DemoSignOn.Load(transaction, now);
            AddRight(transaction, "city-1", City, 1, "city-officer", now);
            AddRight(transaction, "full-1", FullTambon, 1, "full-officer", now);
            AddRight(transaction, "full-2", FullTambon, 2, "full-officer2", now);
            await OnboardingDemo.LoadAsync(transaction, now);
        });
    }

    static void Add(Transaction transaction, DemoPerson demo, string passwordHash, DateTimeOffset now)
    {
        new Person
        {
            Id = demo.Account,
            TitleTh = demo.TitleTh,
            GivenNameTh = demo.GivenNameTh,
            FamilyNameTh = demo.FamilyNameTh,
            NameEn = demo.NameEn,
            Email = $"{demo.Account}@demo.example",
        }.Insert(transaction);
        transaction.Write(
            """
            insert into accounts (id, person_id, user_name, password_hash, security_stamp, failed_count, is_demo, created_at)
            values (@Account, @Account, @Account, @passwordHash, @stamp, 0, 1, @now)
            """, new { demo.Account, passwordHash, stamp = Ids.New(now), now });
    }

    static void AddOffice(Transaction transaction, DemoPerson demo, DateTimeOffset now) => new Membership
    {
        Id = Ids.New(now),
        PersonId = demo.Account,
        OrganisationCode = demo.Organisation,
        Role = demo.Role,
        ValidFrom = Since,
    }.Insert(transaction);

    static void AddRight(Transaction transaction, string id, string organisation, int seat, string person, DateTimeOffset now) =>
        new Right
        {
            Id = id,
            System = "BBL",
            OrganisationCode = organisation,
            Seat = seat,
            PersonId = person,
            ValidFrom = Since,
            ConfirmedAt = Since,
            ReviewOn = ReviewDay.After(now, 1),
        }.Insert(transaction);
}

/// <summary>Somebody of the demo province; the account is also the person's id.</summary>
public sealed record DemoPerson(
    string Account, string TitleTh, string GivenNameTh, string FamilyNameTh, string NameEn, string Organisation, string Role);
