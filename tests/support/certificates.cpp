#include "certificates.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>

namespace hufu::test {
namespace {

EVP_PKEY* new_key() { return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"); }

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

X509* new_certificate(EVP_PKEY* key, const char* name, const Wanted& wanted) {
  static std::atomic<long> serial{1};
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);  // v3
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial.fetch_add(1));
  X509_gmtime_adj(X509_getm_notBefore(certificate), wanted.valid_from_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate), wanted.valid_until_s);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_pubkey(certificate, key);
  return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  X509_sign(certificate, issuer_key, EVP_sha256());
}

std::string text_of(BIO* bio) {
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(bio, &bytes);
  std::string text(bytes, static_cast<std::size_t>(length));
  BIO_free(bio);
  return text;
}

std::string pem_of(X509* certificate) {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(bio, certificate);
  return text_of(bio);
}

std::string pem_of(EVP_PKEY* key) {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio);
}

/// Signed by the issuer, or by itself where there is none.
ServerIdentity new_server(const Wanted& wanted, X509* issuer, EVP_PKEY* issuer_key) {
  EVP_PKEY* key = new_key();
  X509* certificate = new_certificate(key, "hufu test server", wanted);
  X509* const above = issuer != nullptr ? issuer : certificate;
  add_extension(certificate, above, NID_subject_alt_name, wanted.host);
  sign(certificate, above, issuer != nullptr ? issuer_key : key);
  ServerIdentity identity{pem_of(certificate), pem_of(key), false};
  X509_free(certificate);
  EVP_PKEY_free(key);
  return identity;
}

}  // namespace

Authority::Authority()
    : key_(new_key()), certificate_(new_certificate(key_, "hufu test authority", {})) {
  X509_set_issuer_name(certificate_, X509_get_subject_name(certificate_));
  add_extension(certificate_, certificate_, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate_, certificate_, NID_key_usage, "critical,keyCertSign,cRLSign");
  sign(certificate_, certificate_, key_);
  pem_ = pem_of(certificate_);
}

Authority::~Authority() {
  X509_free(certificate_);
  EVP_PKEY_free(key_);
}

ServerIdentity Authority::vouch_for(const Wanted& wanted) const {
  return new_server(wanted, certificate_, key_);
}

ServerIdentity Authority::self_signed(const Wanted& wanted) {
  return new_server(wanted, nullptr, nullptr);
}

}  // namespace hufu::test
