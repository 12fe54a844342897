using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>A written appointment order (E-04). The first appoints; each later one amends it.</summary>
public sealed class AppointmentOrder
{
    public const string Appointing = "appointing";
    public const string Amending = "amending";

    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? AmendsId { get; init; }
    public DateTimeOffset CompiledAt { get; init; }

    /// <summary>The day from which there is only this system (E-09), as it stood when it was compiled.</summary>
    public DateOnly? LiveOn { get; init; }

    public string? Number { get; init; }
    public DateOnly? OrderDate { get; init; }
    public string? SignerName { get; init; }
    public string? SignerPosition { get; init; }
    public string? SignerCapacity { get; init; }
    public string? SignerOrder { get; init; }
    public DateTimeOffset? SignedAt { get; init; }

    public bool IsSigned => SignedAt is not null;

    public static Task<AppointmentOrder?> FindAsync(Database database, string id) =>
        database.FirstAsync<AppointmentOrder>("select * from appointment_orders where id = @id", new { id });
}

/// <summary>A row of an order's annex, as it was signed.</summary>
public sealed class AppointmentRow
{
    public const string Appoint = "appoint";
    public const string Revoke = "revoke";

    public long Number { get; init; }
    public string LineId { get; init; } = "";
    public string Change { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string PositionTh { get; init; } = "";
    public string OfficeNameTh { get; init; } = "";
    public string OfficeType { get; init; } = "";

    public string OfficeTh => new Office { NameTh = OfficeNameTh, Type = OfficeType }.Thai;

    public static Task<IReadOnlyList<AppointmentRow>> OfAsync(Database database, string order) =>
        database.QueryAsync<AppointmentRow>(
        """
        select r.number, r.line_id, r.change, r.office_code, r.name_th, r.position_th, o.name_th as office_name_th,
            o.type as office_type
        from appointment_rows r join organisations o on o.code = r.office_code where r.order_id = @order order by r.number
        """, new { order });
}

/// <summary>What is written on a signed order.</summary>
/// <param name="Capacity">One of <see cref="People.Capacity"/>.</param>
/// <param name="ActingOrder">The order by which the signer acts for another; empty in own office.</param>
public sealed record OrderSignature(
    string Number, DateOnly Date, string SignerName, string SignerPosition, string Capacity, string ActingOrder);
