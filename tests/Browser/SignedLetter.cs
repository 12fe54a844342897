using System.Text;

namespace WorkflowHost.Tests.Browser;

/// <summary>A small, honest PDF, as a scanner writes one.</summary>
static class SignedLetter
{
    public static string Write(string folder)
    {
        const string Content = "BT /F1 24 Tf 100 700 Td (Signed letter) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {Content.Length} >>\nstream\n{Content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(pdf.Length);
            pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var table = pdf.Length;
        pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
            pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        pdf.Append(System.Globalization.CultureInfo.InvariantCulture,
            $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        var file = Path.Combine(folder, "หนังสือลงนาม.pdf");
        File.WriteAllText(file, pdf.ToString(), Encoding.ASCII);
        return file;
    }
}
