using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Activities.Letters.Files;

namespace WorkflowHost.Tests.Web;

/// <summary>The letter of a request: drafted, handed in, refused with what was typed kept, and given out.</summary>
public sealed class RequestsLetterTests
{
    const string Malee = "นางสาวมาลี ใจงาม";

    static readonly byte[] Pdf = TinyPdf.Letter().Table().ToBytes();

    TestHost host = null!;
    Visitor officer = null!;
    string id = "";

    [SetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        officer = await host.SignInAsync("officer");
        id = await officer.FileAsync("new", "officer");
        await host.ProveAsync(id);
    }

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A07_Draft_HasTheFormOfAnOfficialLetter_InThaiNumerals()
    {
        var page = await officer.GetAsync($"/requests/{id}/letter");
        Assert.That(page.Text, Does.Contain("ตย ๕๓๐๐๑/").And.Contain("เรียน ผู้อำนวยการสำนักงบประมาณ").And.Contain("ขอแสดงความนับถือ")
            .And.Contain("ด่วนที่สุด ที่ นร ๐๗๒๑/ว ๙ ลงวันที่ ๒ พฤศจิกายน ๒๕๖๖").And.Contain("นายกเทศมนตรีตำบลบ้านลองดู")
            .And.Contain("วันที่ ....").And.Contain("จังหวัดตัวอย่าง").And.Contain(Malee).And.Not.Contain("สำนักงานส่งเสริมการปกครอง"));
        Assert.That(page.Html, Does.Contain("data:image/png;base64,").And.Not.Contain("<script"));
        Assert.That((await officer.GetAsync($"/requests/{id}/letter?capacity=acting&dated=true")).Text,
            Does.Contain("รักษาราชการแทน").And.Contain("๒ มีนาคม ๒๕๖๙"));
    }

    [Test]
    public async Task Draft_NamesBothOfficers_UnlessOneAlone()
    {
        await officer.FileAsync("new", "officer2");
        Assert.That((await officer.GetAsync($"/requests/{id}/letter")).Text, Does.Contain("จำนวน ๒ คน").And.Contain("นายสมชาย ทองดี"));
        Assert.That((await officer.GetAsync($"/requests/{id}/letter?together=false")).Text, Does.Contain("จำนวน ๑ คน").And.Not.Contain("นายสมชาย ทองดี"));
    }

    [Test]
    public async Task RightLetter_IsTaken_Shown_AndGivenOutByteForByte()
    {
        var sent = await SendAsync(Cases.RightLetter(Malee));
        Assert.That(sent.Status, Is.EqualTo(302), sent.Text);
        Assert.That(await host.StageAsync(id), Is.EqualTo("in-review"));
        var letter = await host.Database.FirstAsync<string>("select letter_id from request_letters where request_id = @id", new { id });
        Assert.That((await officer.GetAsync($"/requests/{id}")).Text, Does.Contain("ตย 53001/123").And.Contain("2 มี.ค. 2569"));
        var file = await officer.GetAsync($"/letters/{letter}/file");
        Assert.That((file.Status, file.Headers["Content-Type"]), Is.EqualTo((200, "application/pdf")));
        Assert.That(file.Headers["Content-Disposition"], Does.StartWith("inline").And.Contain("filename*=UTF-8''"));
        Assert.That(file.Headers["Cache-Control"], Does.Contain("no-store").And.Contain("private"));
        Assert.That(file.Headers["Content-Security-Policy"], Does.Contain("default-src 'none'").And.Contain("frame-ancestors 'self'"));
        Assert.That((await (await host.SignInAsync("reviewer")).GetAsync($"/letters/{letter}/file")).Status, Is.EqualTo(200));
        Assert.That((await (await host.SignInAsync("city-officer")).GetAsync($"/letters/{letter}/file")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task T56_WrongAddressee_IsRefused_AndNeitherTextNorFileIsAskedForAgain()
    {
        var letter = Cases.RightLetter(Malee);
        letter["Input.Addressee"] = "ผู้ว่าราชการจังหวัด";
        var refused = await SendAsync(letter);
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Text, Does.Contain("ผู้อำนวยการสำนักงบประมาณ").And.Contain("ผู้ว่าราชการจังหวัด").And.Contain("A-07").And.Contain("รับไฟล์ไว้แล้ว"));
        Assert.That(refused.Html, Does.Contain("value=\"ตย 53001/123\"").And.Contain("value=\"๒ มี.ค. ๒๕๖๙\""));
        letter["Input.Addressee"] = "ผู้อำนวยการสำนักงบประมาณ";
        letter["Input.Kept"] = KeptIn(refused.Html);
        Assert.That((await officer.PostAsync($"/requests/{id}/upload", letter)).Status, Is.EqualTo(302));
        Assert.That(await host.StageAsync(id), Is.EqualTo("in-review"));
    }

    [Test]
    public async Task T56_TheOneWayPastTheAddressee_IsOfferedAfterTheRefusal()
    {
        Assert.That((await officer.GetAsync($"/requests/{id}/upload")).Html, Does.Not.Contain("Input_ScanUnreadable"));
        var letter = Cases.RightLetter(Malee);
        letter["Input.Addressee"] = "ผู้??ยการ";
        var refused = await SendAsync(letter);
        Assert.That(refused.Html, Does.Contain("id=\"Input_ScanUnreadable\""));
        letter["Input.Kept"] = KeptIn(refused.Html);
        letter["Input.ScanUnreadable"] = "true";
        Assert.That((await officer.PostAsync($"/requests/{id}/upload", letter)).Status, Is.EqualTo(302));
        Assert.That((await officer.GetAsync($"/requests/{id}")).Text, Does.Contain("ลายสแกนอ่านไม่ออก: ยังไม่มีผู้ตรวจอ่าน"));
    }

    [Test]
    public async Task T63_ANameThatDiffers_IsShownSignBySign()
    {
        var letter = Cases.RightLetter("น.ส.มาลี  ไจงาม");
        var refused = await SendAsync(letter);
        Assert.That(refused.Text, Does.Contain("ชื่อต่างกันตรงไหน").And.Contain("ตัวที่ 4: ในหนังสือเป็น “ไ” ต้องเป็น “ใ”"));
        Assert.That(refused.Html, Does.Contain("มาลี<mark>ไ</mark>จงาม").And.Contain("มาลี<mark>ใ</mark>จงาม"));
    }

    [Test]
    public async Task KeptFile_OfSomebodyElse_CountsAsNone()
    {
        var letter = Cases.RightLetter(Malee);
        letter["Input.Addressee"] = "ผู้ว่าราชการจังหวัด";
        letter["Input.Kept"] = KeptIn((await SendAsync(letter)).Html);
        letter["Input.Addressee"] = "ผู้อำนวยการสำนักงบประมาณ";
        var clerk = await host.SignInAsync("clerk");
        Assert.That((await clerk.PostAsync($"/requests/{id}/upload", letter)).Text, Does.Contain("โปรดเลือกไฟล์หนังสือ"));
        letter["Input.Kept"] = "made-up";
        Assert.That((await officer.PostAsync($"/requests/{id}/upload", letter)).Text, Does.Contain("โปรดเลือกไฟล์หนังสือ"));
    }

    [TestCase("Input.NamesInLetter", "นายสมชาย ทองดี", "ไม่พบชื่อ")]
    [TestCase("Input.NamesInLetter", "นางสาวมาลี ใจงามม", "ไม่พบชื่อ")]
    [TestCase("Input.LetterDate", "31/02/2569", "อ่านวันที่ไม่ได้")]
    [TestCase("Input.LetterDate", "3 มี.ค. 2569", "ยังมาไม่ถึง")]
    [TestCase("Input.LetterNumber", "", "เลขที่หนังสือ")]
    [TestCase("Input.SignerName", "", "ผู้ลงนาม")]
    [TestCase("Input.SignerCapacity", "king", "ฐานะของผู้ลงนาม")]
    [TestCase("Input.SignatureKind", "none", "ลายมือชื่อ")]
    [TestCase("Input.Reference", "BBL-2569-00000000", "เลขอ้างอิง")]
    public async Task WrongField_IsNamedBesideIt_AndNothingIsStored(string field, string value, string words)
    {
        var letter = Cases.RightLetter(Malee);
        letter[field] = value;
        var refused = await SendAsync(letter);
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Html, Does.Contain($"id=\"{field.Replace('.', '_')}-error\""));
        Assert.That(refused.Text, Does.Contain(words));
        Assert.That(await host.Database.FirstAsync<long>("select count(*) from letters"), Is.Zero);
    }

    [Test]
    public async Task ActingSigner_NeedsAnOrderNumber_AndIsTakenWithOne()
    {
        var letter = Cases.RightLetter(Malee);
        letter["Input.SignerCapacity"] = "acting";
        Assert.That((await SendAsync(letter)).Html, Does.Contain("id=\"Input_SignerOrder-error\""));
        letter["Input.SignerOrder"] = "12/2569";
        Assert.That((await SendAsync(letter)).Status, Is.EqualTo(302));
        Assert.That((await officer.GetAsync($"/requests/{id}")).Text, Does.Contain("รักษาราชการแทน").And.Contain("คำสั่งที่ 12/2569"));
    }

    [Test]
    public async Task Reference_OfAnotherRequest_IsRefusedNamingBoth()
    {
        var other = await officer.FileAsync("new", "officer2");
        var letter = Cases.RightLetter(Malee);
        var (mine, theirs) = (await ReferenceAsync(id), await ReferenceAsync(other));
        letter["Input.Reference"] = theirs.ToLowerInvariant();
        Assert.That((await SendAsync(letter)).Text, Does.Contain($"หนังสืออ้างถึงคำขอ {theirs} แต่หน้านี้เป็นคำขอ {mine}"));
    }

    [Test]
    public async Task T59_FileThatOnlyIsCalledPdf_IsRefusedByContent()
    {
        var refused = await SendAsync(Cases.RightLetter(Malee), "<html><script>alert(1)</script></html>"u8.ToArray());
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Html, Does.Contain("id=\"Input_File-error\""));
        Assert.That(refused.Text, Does.Contain("ไม่ใช่ PDF"));
    }

    [Test]
    public async Task T60_OneByteOver20Mebibytes_IsRefusedBesideTheForm()
    {
        var refused = await SendAsync(Cases.RightLetter(Malee), new byte[LetterLimits.Default.MaxBytes + 1]);
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Text, Does.Contain("ไฟล์ใหญ่เกิน 20"));
    }

    [Test]
    public async Task T65_SameFileOfAnotherOrganisation_IsWrittenDownAndShownToTheReviewer()
    {
        await SendAsync(Cases.RightLetter(Malee));
        var city = await host.SignInAsync("pao-officer");
        var other = await city.FileAsync("new", "pao-officer");
        await host.ProveAsync(other);
        var sent = await city.UploadAsync($"/requests/{other}/upload", Cases.RightLetter("นางจินตนา สายธาร"), "Input.File", Cases.AnyPdf, Pdf, "application/pdf");
        Assert.That(sent.Status, Is.EqualTo(302), sent.Text);
        Assert.That(await host.Database.FirstAsync<string>("select subject_id from audit where action = 'letter-file-elsewhere'"), Is.EqualTo(other));
        Assert.That((await (await host.SignInAsync("reviewer")).GetAsync($"/requests/{other}")).Text, Does.Contain("ซ้ำกับของหน่วยงานอื่น").And.Contain("บ้านลองดู"));
        Assert.That((await city.GetAsync($"/requests/{other}")).Text, Does.Not.Contain("บ้านลองดู"));
    }

    [TestCase($"{Malee}\nนายสมชาย ทองดี", 302)]
    [TestCase(Malee, 400)]
    public async Task OneLetter_ServesBothOfficers_IfItNamesThem(string letterNames, int status)
    {
        var second = await officer.FileAsync("new", "officer2");
        await host.ProveAsync(second);
        await SendAsync(Cases.RightLetter(letterNames));
        var letter = (await host.Database.FirstAsync<string>("select id from letters"))!;
        var chosen = await officer.PostAsync($"/requests/{second}/upload", new { Input_Existing = letter });
        Assert.That(chosen.Status, Is.EqualTo(status), chosen.Text);
        Assert.That(chosen.Html.Contains("id=\"Input_Existing-error\"", StringComparison.Ordinal), Is.EqualTo(status == 400));
        Assert.That(await host.StageAsync(second), Is.EqualTo(status == 400 ? "waiting-letter" : "in-review"));
    }

    [Test]
    public async Task SentBack_ShowsNumberedPoints_AndTakesTheAnswers()
    {
        await SendAsync(Cases.RightLetter(Malee));
        await host.AnswerAsync(id, WorkTask.Review, "reviewer", Approval.SendBack, new DecisionAnswer("", ["วันที่ไม่ชัด", "ลายมือชื่อไม่ครบ"]));
        Assert.That((await officer.GetAsync($"/requests/{id}/upload")).Text, Does.Contain("1. วันที่ไม่ชัด").And.Contain("2. ลายมือชื่อไม่ครบ"));
        var silent = await officer.PostAsync($"/requests/{id}/upload", new { Input_Existing = "reply" });
        Assert.That(silent.Text, Does.Contain("โปรดตอบประเด็น"));
        var answered = await officer.PostAsync($"/requests/{id}/upload", new Dictionary<string, string>
        {
            ["Input.Existing"] = "reply",
            ["Input.Replies[0]"] = "สแกนใหม่แล้ว",
            ["Input.Replies[1]"] = "ลงนามครบแล้ว",
        });
        Assert.That(answered.Status, Is.EqualTo(302), answered.Text);
        Assert.That((await officer.GetAsync($"/requests/{id}")).Text, Does.Contain("สแกนใหม่แล้ว").And.Contain("เจ้าหน้าที่กำลังตรวจ"));
    }

    [Test]
    public async Task CasePage_ShowsMailsWithoutTheirLinks()
    {
        var page = await officer.GetAsync($"/requests/{id}");
        Assert.That(page.Text, Does.Contain("officer@demo.example").And.Contain("รอส่ง"));
        Assert.That(page.Html, Does.Not.Contain("/a/"));
    }

    Task<Visitor.Answer> SendAsync(Dictionary<string, string> letter, byte[]? file = null) =>
        officer.UploadAsync($"/requests/{id}/upload", letter, "Input.File", Cases.AnyPdf, file ?? Pdf, "application/pdf");

    async Task<string> ReferenceAsync(string request) =>
        (await host.Database.FirstAsync<string>("select reference from requests where id = @request", new { request }))!;

    static string KeptIn(string html) => html.Split("name=\"Input.Kept\" value=\"")[1].Split('"')[0];
}
