namespace NotifyHub.Data.Rows;

/// <summary>A web site whose pages may call the API with a publishable key of this project (CORS). Without a row a browser lets no foreign page read an answer.</summary>
public sealed class WebOrigin : IProjectRow
{
    public long ProjectId { get; set; }
    /// <summary>Scheme, host and port as a browser says them: https://shop.example.com.</summary>
    public required string Origin { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
}
