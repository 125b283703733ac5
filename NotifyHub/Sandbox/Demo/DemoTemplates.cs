using NotifyHub.Security.Tenancy;
using NotifyHub.Templates;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Sandbox.Demo;

/// <summary>Templates that the demo begins with: one with everything, one with little.</summary>
internal static class DemoTemplates
{
    public static async Task MakeAsync(TemplateDesk desk, ProjectAdmin admin, CancellationToken cancel)
    {
        await desk.CreateAsync(admin, new NewTemplate("order-shipped", "Order shipped", "Sent when a parcel leaves the house.", OrderShipped, "First words"), cancel: cancel);
        await desk.CreateAsync(admin, new NewTemplate("back-in-stock", "Back in stock", "Sent to those who asked to be told.", BackInStock, "First words"), cancel: cancel);
    }

    private static TemplateBody OrderShipped => new()
    {
        DefaultLocale = "en",
        Variables =
        [
            new TemplateVariable { Name = "name", Type = "text", Default = "there", Example = "Ada", Description = "First name of the reader" },
            new TemplateVariable { Name = "orderId", Type = "text", Required = true, Example = "4711" },
            new TemplateVariable { Name = "arrival", Type = "time", Required = true, Example = "2026-12-03T12:30:00Z" },
            new TemplateVariable
            {
                Name = "items", Type = "list",
                Example = System.Text.Json.Nodes.JsonNode.Parse("""[{ "title": "Fern, large", "price": 24.5 }, { "title": "Watering can", "price": 12 }]"""),
                Fields = [new TemplateVariable { Name = "title", Type = "text", Required = true }, new TemplateVariable { Name = "price", Type = "number", Required = true }],
            },
        ],
        Locales =
        [
            new TemplateContent
            {
                Locale = "en",
                Push = new TemplatePush
                {
                    Title = "Your order {{orderId}} has shipped", Body = "Hi {{name}}, it arrives on {{arrival | date:\"long\"}}.",
                    Actions = [new TemplateAction { Id = "TRACK", Title = "Track it" }, new TemplateAction { Id = "REPLY", Title = "Ask us", IsTextInput = true }],
                },
                Email = new TemplateEmail
                {
                    Subject = "Your order {{orderId}} has shipped",
                    Text = "Hi {{name}},\n\nit arrives on {{arrival | date}}:\n{{#each items as item}}- {{item.title}}, {{item.price | currency:\"EUR\"}}\n{{/each}}",
                    Html = "<h1>It is on its way</h1><p>Hi {{name}}, your order <b>{{orderId}}</b> arrives on {{arrival | date:\"long\"}}.</p>"
                        + "<ul>{{#each items as item}}<li>{{item.title}}, {{item.price | currency:\"EUR\"}}</li>{{/each}}</ul>"
                        + "<p><a href=\"https://shop.example.com/orders/{{orderId}}\">Track it</a></p>",
                },
                Inbox = new TemplateInbox { Title = "Order {{orderId}} has shipped", Body = "It arrives on {{arrival | date}}.", Link = "/orders/{{orderId}}" },
            },
            new TemplateContent { Locale = "de", Push = new TemplatePush { Title = "Bestellung {{orderId}} ist unterwegs", Body = "Hallo {{name}}, Ankunft am {{arrival | date:\"long\"}}." } },
        ],
    };

    private static TemplateBody BackInStock => new()
    {
        DefaultLocale = "en",
        Variables = [new TemplateVariable { Name = "product", Type = "text", Required = true, Example = "Fern, large" }],
        Locales = [new TemplateContent { Locale = "en", Push = new TemplatePush { Title = "{{product}} is back", Body = "You asked us to tell you." } }],
    };
}
