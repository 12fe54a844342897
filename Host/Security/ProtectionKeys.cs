using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Security;

/// <summary>Keeps the keys of cookies and forms in the store. The framework asks without waiting, once in a while.</summary>
public sealed class ProtectionKeys(Database database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var xmls = database.QueryAsync<string>("select xml from protection_keys order by id").GetAwaiter().GetResult();
        return [.. xmls.Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName) => database.WriteAsync(transaction =>
    {
        transaction.Write("insert into protection_keys (name, xml) values (@friendlyName, @xml)",
            new { friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) });
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();
}
