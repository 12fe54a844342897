using QRCoder;

namespace WorkflowHost.Activities.Letters;

/// <summary>The reference of a request as a QR code, so that a phone reads on paper what people would misread.</summary>
public static class ReferenceCode
{
    const int PixelsPerDot = 6;

    /// <summary>A black and white PNG, with the quiet margin around it.</summary>
    public static byte[] Png(string reference)
    {
        using var code = QRCodeGenerator.GenerateQrCode(reference, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return picture.GetGraphic(PixelsPerDot);
    }

    /// <summary>The same as an address an <c>img</c> takes.</summary>
    public static string DataAddress(string reference) => "data:image/png;base64," + Convert.ToBase64String(Png(reference));
}
