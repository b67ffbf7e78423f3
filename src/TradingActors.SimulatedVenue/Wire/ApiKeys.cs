using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace TradingActors.SimulatedVenue;

/// <summary>The keys of all accounts, and how a signature by one of them is checked.</summary>
internal sealed class ApiKeys
{
    private readonly Dictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);

    public ApiKeys(IEnumerable<VenueAccountSettings> accounts)
    {
        foreach (var account in accounts)
            foreach (var key in account.Keys)
                if (!TryAdd(account.Name, key))
                    throw new ArgumentException($"A key of the account {account.Name} is another's already.");
    }

    /// <summary>Throws <see cref="ArgumentException"/> for a key without anything to verify with.</summary>
    public bool TryAdd(string account, VenueKeySettings key) =>
        _keys.TryAdd(key.ApiKey, new ApiKey(account, key));

    public bool TryFind(string apiKey, [MaybeNullWhen(false)] out ApiKey key)
    {
        key = null;
        return !IsSuspended && _keys.TryGetValue(apiKey, out key);
    }

    /// <summary>No key is worth anything while this is true.</summary>
    public bool IsSuspended { get; set; }

    public bool Revoke(string apiKey) => _keys.Remove(apiKey);

    /// <summary>Reads a public key; throws <see cref="FormatException"/> for what is none.</summary>
    public static PublicKey Import(string text)
    {
        var isPem = text.Contains("BEGIN", StringComparison.Ordinal);
        var bytes = isPem ? Encoding.ASCII.GetBytes(text.Trim()) : Convert.FromBase64String(text);
        var format = isPem ? KeyBlobFormat.PkixPublicKeyText : KeyBlobFormat.RawPublicKey;
        return PublicKey.Import(SignatureAlgorithm.Ed25519, bytes, format);
    }

    /// <summary>One key: who it belongs to and what it verifies with.</summary>
    public sealed class ApiKey
    {
        private readonly byte[]? _secret;
        private readonly PublicKey? _public;

        public ApiKey(string account, VenueKeySettings settings)
        {
            Account = account;
            Text = settings.ApiKey;
            CanTrade = settings.CanTrade;
            CanWithdraw = settings.CanWithdraw;
            if (settings.Ed25519PublicKey is { } text) _public = Import(text, account);
            if (settings.Secret is { } secret) _secret = Encoding.UTF8.GetBytes(secret);
            if (_public is null && _secret is null)
                throw new ArgumentException(
                    $"A key of the account {account} has neither a secret nor a public key.");
        }

        public string Account { get; }

        public string Text { get; }

        public bool CanTrade { get; }

        public bool CanWithdraw { get; }

        /// <summary>Only an Ed25519 signature can log a session on.</summary>
        public bool CanLogOn(string signature) => _public is not null && !IsHmac(signature);

        /// <summary>HMAC in hex of any case, Ed25519 in base64.</summary>
        public bool Verifies(ReadOnlySpan<byte> payload, string signature) =>
            IsHmac(signature)
                ? _secret is not null && VerifiesHmac(payload, signature)
                : _public is not null && VerifiesEd25519(payload, signature);

        /// <summary>The two kinds differ in length: 64 digits of hex, 88 characters of base64.</summary>
        private static bool IsHmac(string signature) => signature.Length == HMACSHA256.HashSizeInBytes * 2;

        private bool VerifiesHmac(ReadOnlySpan<byte> payload, string signature)
        {
            Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
            Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(_secret, payload, expected);
            return Convert.FromHexString(signature, given, out _, out _) == OperationStatus.Done
                && CryptographicOperations.FixedTimeEquals(expected, given);
        }

        private bool VerifiesEd25519(ReadOnlySpan<byte> payload, string signature)
        {
            Span<byte> given = stackalloc byte[SignatureAlgorithm.Ed25519.SignatureSize];
            return Convert.TryFromBase64String(signature, given, out var length)
                && length == given.Length
                && SignatureAlgorithm.Ed25519.Verify(_public!, payload, given);
        }

        private static PublicKey Import(string text, string account)
        {
            try
            {
                return ApiKeys.Import(text);
            }
            catch (FormatException problem)
            {
                throw new ArgumentException(
                    $"The Ed25519 public key of the account {account} cannot be read: {problem.Message}",
                    problem);
            }
        }
    }
}
