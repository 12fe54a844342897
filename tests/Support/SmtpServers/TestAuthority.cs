using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WorkflowHost.Tests.Support.SmtpServers;

/// <summary>A certificate authority of the test's own, with one server certificate, as PEM files in a temporary folder.</summary>
public sealed class TestAuthority : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("authority-").FullName;

    public TestAuthority(string serverName = "localhost")
    {
        // Real time, because the TLS library on the other side reads the real clock.
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authority(authorityKey).CreateSelfSigned(from, from.AddDays(30));
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var server = Server(serverKey, serverName).Create(authority, from, from.AddDays(20), [1, 2, 3, 4]);
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        File.WriteAllText(CertificateFile, server.ExportCertificatePem());
        File.WriteAllText(KeyFile, serverKey.ExportPkcs8PrivateKeyPem());
    }

    public string AuthorityFile => Path.Combine(folder, "authority.pem");

    public string CertificateFile => Path.Combine(folder, "server.pem");

    public string KeyFile => Path.Combine(folder, "server.key");

    /// <summary>The server's arguments: "starttls" or "implicit", with this certificate.</summary>
    public string[] Tls(string kind) => ["--tls", kind, "--cert", CertificateFile, "--key", KeyFile];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static CertificateRequest Authority(ECDsa key)
    {
        var request = new CertificateRequest("CN=Test Authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    static CertificateRequest Server(ECDsa key, string name)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return request;
    }
}
