namespace NotifyHub.Sandbox.Chats;

/// <summary>What somebody reads in a chat, or what a person's own server was told.</summary>
/// <param name="Vendor">slack, telegram or webhook.</param>
/// <param name="To">Conversation, chat or the last part of the address.</param>
/// <param name="Text">As it came, in the vendor's own markup.</param>
/// <param name="At">When.</param>
public sealed record ChatLine(string Vendor, string To, string Text, DateTimeOffset At);
