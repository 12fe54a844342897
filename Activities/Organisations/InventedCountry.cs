using System.Globalization;
using WorkflowHost.Activities.Data;

namespace WorkflowHost.Activities.Organisations;

/// <summary>
/// A country of the true size with invented organisations, for load tests and demos: 76 provinces, 878 districts, 76 PAO,
/// 30 city, 195 town, 2,247 tambon municipalities, 5,300 TAO. Only provinces and central bodies bear real names; mail goes
/// to .example. The same seed gives the same country. Parents come before their children.
/// </summary>
public static class InventedCountry
{
    /// <summary>Provinces with a governor: all but Bangkok.</summary>
    public const int Provinces = 76;

    /// <summary>Districts outside Bangkok.</summary>
    public const int Districts = 878;

    /// <summary>City municipalities.</summary>
    public const int CityMunicipalities = 30;

    /// <summary>Town municipalities.</summary>
    public const int TownMunicipalities = 195;

    /// <summary>Tambon municipalities.</summary>
    public const int TambonMunicipalities = 2_247;

    /// <summary>Tambon administrative organisations.</summary>
    public const int Taos = 5_300;

    /// <summary>Sub-units that C-01 asks capacity for.</summary>
    public const int SubUnits = 22_000;

    /// <summary>All organisations, with <paramref name="subUnits"/> sub-units spread over the local governments.</summary>
    public static IReadOnlyList<OrganisationRow> Generate(int seed, int subUnits = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(subUnits);
        return new Land(seed).Settle(subUnits);
    }

    private sealed class Land(int seed)
    {
        private static readonly string[] Front =
            ["บ้าน", "หนอง", "ทุ่ง", "โคก", "ดอน", "นา", "ห้วย", "คลอง", "บึง", "วัง", "โนน", "ท่า", "สวน", "เขา"];

        private static readonly string[] Back =
        [
            "ลองดู", "สมมติ", "ตัวอย่าง", "จำลอง", "ทดลอง", "ฝันดี", "แสงดาว", "ลมเย็น", "สายรุ้ง", "ใบชา",
            "น้ำใส", "เมฆขาว", "ตะวันยิ้ม", "ฟ้าคราม", "ดาวเรืองรอง", "หิ่งห้อย", "นกเล่นลม", "ผีเสื้อทอง",
        ];

        private static readonly string[] Units =
            ["โรงเรียน", "ศูนย์พัฒนาเด็กเล็ก", "โรงพยาบาลส่งเสริมสุขภาพตำบล", "สถานธนานุบาล"];

        private readonly Random random = new(seed);
        private readonly List<OrganisationRow> rows = [];
        private readonly List<OrganisationRow> provinces = [];
        private readonly List<OrganisationRow> districts = [];
        private readonly Dictionary<string, int> serials = new(StringComparer.Ordinal);

        public List<OrganisationRow> Settle(int subUnits)
        {
            rows.AddRange(ShippedData.DemoProvince().Organisations.Where(row => row.Type == OrganisationType.Centre));
            var centre = rows.Count > 0 ? rows[0].Code : null;
            foreach (var province in ShippedData.Provinces().Where(province => province.Code != "10"))
                provinces.Add(Add(Province(province, centre)));
            foreach (var province in Spread(provinces, Districts))
                districts.Add(Add(District(province)));

            AddUnder(provinces, Provinces, OrganisationType.Pao);
            AddUnder(provinces, CityMunicipalities, OrganisationType.CityMunicipality);
            AddUnder(provinces, TownMunicipalities, OrganisationType.TownMunicipality);
            AddUnder(districts, TambonMunicipalities, OrganisationType.TambonMunicipality);
            AddUnder(districts, Taos, OrganisationType.Tao);
            AddSubUnits(subUnits);
            return rows;
        }

        private static OrganisationRow Province(Province province, string? centre) => new(
            "1" + province.Code, "จังหวัด" + province.NameTh, "จ." + province.NameTh, province.NameEn + " Province",
            OrganisationType.Province, province.Code, null, null, province.LetterAbbreviation + " 0023",
            $"province-{province.Code}@province.example", centre);

        private OrganisationRow District(OrganisationRow province)
        {
            var code = Serial(province.ProvinceCode!, 2);
            var name = Name();
            return new("2" + code, "อำเภอ" + name, "อ." + name, $"District {code}", OrganisationType.District,
                province.ProvinceCode, code, null, province.LetterPrefix![..3] + code + "8", $"district-{code}@district.example",
                province.Code);
        }

        // Each gets as many as every other, and the rest falls to some of them by lot.
        private IEnumerable<OrganisationRow> Spread(List<OrganisationRow> places, int count)
        {
            var lot = places.ToArray();
            random.Shuffle(lot);
            var chosen = Enumerable.Range(0, count).Select(i => lot[i % lot.Length]);
            return chosen.OrderBy(place => place.Code, StringComparer.Ordinal);
        }

        private void AddUnder(List<OrganisationRow> parents, int count, string type)
        {
            var names = OrganisationType.Names(type);
            foreach (var parent in Spread(parents, count))
                Add(Local(parent, names));
        }

        private OrganisationRow Local(OrganisationRow parent, OrganisationTypeNames type)
        {
            var serial = Serial(parent.DistrictCode ?? parent.ProvinceCode + "00", 3);
            var whole = type.Code == OrganisationType.Pao;
            var name = whole ? parent.NameTh["จังหวัด".Length..] : Name();
            return new("5" + serial, type.NameTh + name, type.ShortTh + name, $"{type.NameEn} {serial}", type.Code,
                parent.ProvinceCode, parent.DistrictCode, null, $"{parent.LetterPrefix![..3]}5{serial[2..]}",
                $"saraban@o{serial}.example", parent.Code);
        }

        private void AddSubUnits(int count)
        {
            var parents = rows.Where(row => OrganisationType.IsLocalGovernment(row.Type)).ToList();
            foreach (var parent in Spread(parents, count))
            {
                var code = Serial(parent.Code, 2);
                var name = Units[random.Next(Units.Length)] + Name();
                Add(new("7" + code, name, null, $"Sub-unit {code}", OrganisationType.SubUnit, parent.ProvinceCode,
                    parent.DistrictCode, null, null, $"unit@u{code}.example", parent.Code));
            }
        }

        private OrganisationRow Add(OrganisationRow row)
        {
            rows.Add(row);
            return row;
        }

        private string Name() => Front[random.Next(Front.Length)] + Back[random.Next(Back.Length)];

        private string Serial(string under, int digits)
        {
            var serial = serials[under] = serials.GetValueOrDefault(under) + 1;
            return under + serial.ToString("D" + digits, CultureInfo.InvariantCulture);
        }
    }
}
