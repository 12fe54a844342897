using System.Text;
using NUnit.Framework;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;

namespace WorkflowHost.Tests.Activities.Organisations;

public sealed class OrganisationFileTests
{
    private const string Header = "code,name_th,type,province_code,district_code,tambon_code,email,parent_code,remark\n";
    private const string Good = "5100101,เทศบาลตำบลตัวอย่าง,tambon_municipality,35,3501,350102,saraban@sample.example,,\n";

    [TestCase(true)]
    [TestCase(false)]
    public void AGoodFile_IsReadWithAndWithoutByteOrderMark(bool mark)
    {
        var bytes = Encoding.UTF8.GetBytes(Header + Good);
        var content = OrganisationFile.Read(new MemoryStream(mark ? [.. Encoding.UTF8.Preamble, .. bytes] : bytes));

        Assert.That(content.Problems, Is.Empty);
        var row = content.Rows.Single();
        Assert.That(row.Code, Is.EqualTo("5100101"));
        Assert.That(row.NameTh, Is.EqualTo("เทศบาลตำบลตัวอย่าง"));
        Assert.That(row.TambonCode, Is.EqualTo("350102"));
        Assert.That(row.ShortNameTh, Is.Null, "the file has no such column");
        Assert.That(row.ParentCode, Is.Null);
    }

    [Test]
    public void NamesAndCodes_AreNormalised()
    {
        var row = Read(Header + "X1,  เทศบาลเมืองน\u0E49\u0E4D\u0E32\u200Bใส ,town_municipality,๓๕,๓๕๐๑,,,,\n").Rows.Single();

        Assert.That(row.NameTh, Is.EqualTo("เทศบาลเมืองน้ำใส"));
        Assert.That(row.DistrictCode, Is.EqualTo("3501"));
    }

    [Test]
    public void AllProblems_AreReportedAtOnceWithLineAndColumn()
    {
        var content = Read(Header + Good
            + "5100101,ซ้ำ,tao,35,,,,,\n"
            + "A2,,village,77x,,,,,\n"
            + "A3,=HYPERLINK(1),tao,35,3601,,not-an-address,,\n"
            + "A4,ก,tao,35,,,a@b.example,A4,,,\n"
            + "A5,ข,tao,,,,,,\n");

        Assert.That(content.IsValid, Is.False);
        Assert.That(content.Rows, Is.Empty);
        Assert.That(
            content.Problems.Select(problem => (problem.Line, problem.Column)),
            Is.EquivalentTo(new (int, string?)[]
            {
                (3, "code"), (4, "name_th"), (4, "type"), (4, "province_code"), (5, "name_th"), (5, "district_code"),
                (5, "email"), (6, null), (6, "parent_code"), (7, "province_code"),
            }));
        Assert.That(content.Problems[0].MessageTh, Does.Contain("บรรทัด 3").And.Contain("5100101").And.Contain("บรรทัด 2"));
        Assert.That(content.Problems[0].MessageEn, Does.Contain("line 2"));
    }

    [TestCase("=1+1")]
    [TestCase("+66")]
    [TestCase("-x")]
    [TestCase("@SUM(A1)")]
    [TestCase("\u200B=1+1")]
    [TestCase("\" =1+1\"")]
    [TestCase("\"\t1\"")]
    public void WhatASpreadsheetWouldCarryOut_IsRefused(string name)
    {
        var problem = Read(Header + $"X1,{name},tao,35,,,,,\n").Problems.Single();

        Assert.That(problem.Column, Is.EqualTo("name_th"));
        Assert.That(problem.MessageEn, Does.Contain("formula"));
    }

    [TestCase("a@b")]
    [TestCase("a b@c.example")]
    [TestCase("a@b..example")]
    [TestCase("a@-b.example")]
    [TestCase("a@b.example>")]
    [TestCase("ก@b.example")]
    public void AnAddressThatIsNone_IsRefused(string email) =>
        Assert.That(Read(Header + $"X1,ก,tao,35,,,{email},,\n").Problems.Single().Column, Is.EqualTo("email"));

    [Test]
    public void CellsWithLineBreaks_KeepTheLineNumbersRight()
    {
        var content = Read(Header + "X1,\"สอง\nบรรทัด\",tao,35,,,,,\nX2,ก,nothing,35,,,,,\n");

        Assert.That(content.Problems.Single().Line, Is.EqualTo(4));
    }

    [Test]
    public void TheDemoProvince_IsAccepted() =>
        Assert.That(Read(Header + "X1,ก,tao,99,9901,,,,\n").Problems, Is.Empty);

    [Test]
    public void ACentralBody_NeedsNoProvince() =>
        Assert.That(Read(Header + "BB,สำนักงบประมาณ,centre,,,,,,\n").Problems, Is.Empty);

    [Test]
    public void MissingAndDoubledColumns_AreNamed()
    {
        var problems = Read("code,name_th,name_th,province_code\nX1,ก,ข,35\n").Problems;

        Assert.That(problems.Select(problem => problem.Column), Is.EqualTo(["type", "name_th"]));
    }

    [Test]
    public void TooManyColumns_AreRefused() =>
        Assert.That(Read(Header.TrimEnd() + new string(',', 60) + "\n" + Good).Problems.Single().Found, Is.EqualTo("69"));

    [TestCase("")]
    [TestCase("code,name_th,type,province_code\n")]
    public void AFileWithoutRows_IsRefused(string text) => Assert.That(Read(text).Problems, Has.Count.EqualTo(1));

    [TestCase(true)]
    [TestCase(false)]
    public void AFileInTheOldThaiEncoding_IsRefusedWithTheWayOut(bool mark)
    {
        byte[] text = [.. Encoding.ASCII.GetBytes(Header + "X1,"), 0xA1, 0xA2, .. Encoding.ASCII.GetBytes(",tao,35,,,,,\n")];
        var file = new MemoryStream(mark ? [.. Encoding.UTF8.Preamble, .. text] : text);
        var problem = OrganisationFile.Read(file).Problems.Single();

        Assert.That(problem.MessageEn, Does.Contain("UTF-8"));
    }

    [Test]
    public void AHugeCell_IsRefusedAndNotRepeated()
    {
        var problem = Read(Header + $"X1,{new string('ก', 100_000)},tao,35,,,,,\n").Problems[0];

        Assert.That(problem.Column, Is.EqualTo("name_th"));
        Assert.That(problem.Found, Has.Length.LessThan(100));
    }

    [Test]
    public void TheWholeInventedCountry_PassesThroughAFile()
    {
        var country = InventedCountry.Generate(5, 22_000);
        var content = Read(File(country));

        Assert.That(content.Problems, Is.Empty);
        Assert.That(content.Rows.Select(row => row with { Line = 0 }), Is.EqualTo(country));
    }

    [Test]
    public void TheDemoProvincesOrganisations_PassThroughAFile()
    {
        var rows = ShippedData.DemoProvince().Organisations;

        Assert.That(Read(File(rows)).Rows.Select(row => row with { Line = 0 }), Is.EqualTo(rows));
    }

    [Test]
    public void EveryType_HasNamesAndAnExecutive()
    {
        Assert.That(OrganisationType.Names(OrganisationType.TambonMunicipality).ExecutiveTh, Is.EqualTo("นายกเทศมนตรีตำบล"));
        Assert.That(OrganisationType.All.Select(type => type.ExecutiveTh), Has.None.Empty);
        Assert.That(() => OrganisationType.Names("village"), Throws.ArgumentException.With.Message.Contains("village"));
    }

    private static string File(IEnumerable<OrganisationRow> rows) =>
        string.Join('\n', [string.Join(',', OrganisationFile.Columns), .. rows.Select(Line)]);

    private static OrganisationFileContent Read(string text) =>
        OrganisationFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static string Line(OrganisationRow row) => string.Join(',',
        row.Code, row.NameTh, row.Type, row.ProvinceCode, row.ShortNameTh, row.NameEn, row.DistrictCode, row.TambonCode,
        row.LetterPrefix, row.Email, row.ParentCode, row.DistrictTh);
}
