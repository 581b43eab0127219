# `cpack`: four Debian packages: the program (hufu), the libraries (libhufu-dev), the mock server, the backend to run; with
# bills of materials.
find_package(Python3 COMPONENTS Interpreter)
find_program(HUFU_READELF readelf)
find_program(HUFU_LDD ldd)
mark_as_advanced(HUFU_READELF HUFU_LDD)

set(hufu_package_of_cli hufu)
set(hufu_package_of_dev libhufu-dev)
set(hufu_package_of_mock-server hufu-mock-server)
set(hufu_package_of_backend hufu-backend)
foreach(part cli dev mock-server backend)
  set(doc_dir "${CMAKE_INSTALL_DATADIR}/doc/${hufu_package_of_${part}}")
  install(FILES LICENSE DESTINATION "${doc_dir}" RENAME copyright COMPONENT ${part})
  install(FILES CHANGELOG.md DESTINATION "${doc_dir}" COMPONENT ${part})
endforeach()

find_package(CLI11 QUIET)
find_package(CURL QUIET)
find_package(nlohmann_json QUIET)
find_package(Boost QUIET)
# hufu_sbom(PART TARGET ...): what the part's program loads, and what was compiled in (`--with`, `--opens`).
function(hufu_sbom part target)
  set(package ${hufu_package_of_${part}})
  set(sbom "${PROJECT_BINARY_DIR}/${package}.cdx.json")
  add_custom_command(
    OUTPUT "${sbom}"
    COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/scripts/sbom.py" ${package} ${PROJECT_VERSION}
            --with nlohmann-json=${nlohmann_json_VERSION} --with cli11=${CLI11_VERSION} ${ARGN}
            $<TARGET_FILE:${target}> > "${sbom}"
    DEPENDS ${target} "${PROJECT_SOURCE_DIR}/scripts/sbom.py"
    VERBATIM)
  add_custom_target(${target}-sbom ALL DEPENDS "${sbom}")
  install(FILES "${sbom}" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${package}" COMPONENT ${part})
endfunction()
if(Python3_FOUND AND HUFU_READELF AND HUFU_LDD AND TARGET hufu-cli AND TARGET hufu-mock-server)
  hufu_sbom(cli hufu-cli --opens $<TARGET_FILE:CURL::libcurl>)
  # A header that says its version in its first line alone.
  file(STRINGS "${STB_INCLUDE}/stb_image_write.h" stb_title LIMIT_COUNT 1)
  string(REGEX MATCH "[0-9.]+[0-9]" stb_version "${stb_title}")
  hufu_sbom(mock-server hufu-mock-server --with boost=${Boost_VERSION_STRING} --with stb_image_write=${stb_version})
  hufu_sbom(backend hufu-backend --with boost=${Boost_VERSION_STRING})
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hufu)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_CONTACT "The Hufu authors <hufu@example.invalid>")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL cli dev mock-server backend)
set(CPACK_DEBIAN_CLI_PACKAGE_NAME ${hufu_package_of_cli})
set(CPACK_DEBIAN_DEV_PACKAGE_NAME ${hufu_package_of_dev})
set(CPACK_DEBIAN_MOCK-SERVER_PACKAGE_NAME ${hufu_package_of_mock-server})
set(CPACK_DEBIAN_BACKEND_PACKAGE_NAME ${hufu_package_of_backend})
set(CPACK_COMPONENT_CLI_DESCRIPTION "The program hufu.")
set(CPACK_COMPONENT_DEV_DESCRIPTION "The C++ and C libraries with their headers, for CMake and pkg-config.")
set(CPACK_COMPONENT_MOCK-SERVER_DESCRIPTION
    "A backend to develop and test against: five systems, with a fake WeChat and a fake Clerk.")
set(CPACK_COMPONENT_BACKEND_DESCRIPTION
    "The unified backend to run: users, sessions and the binding of a person's web and WeChat halves.")
set(CPACK_DEBIAN_CLI_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_MOCK-SERVER_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_BACKEND_PACKAGE_SECTION net)
set(CPACK_DEBIAN_CLI_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_MOCK-SERVER_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_BACKEND_PACKAGE_SHLIBDEPS ON)
# libcurl is opened by the first request, so nothing finds it by itself.
set(CPACK_DEBIAN_CLI_PACKAGE_DEPENDS "libcurl4 | libcurl3-gnutls")
# libsecret is opened when it is there; a browser is opened by xdg-open.
set(CPACK_DEBIAN_CLI_PACKAGE_RECOMMENDS "libsecret-1-0, xdg-utils")
set(CPACK_DEBIAN_CLI_PACKAGE_SUGGESTS "hufu-mock-server, gnome-keyring")
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libcurl4 | libcurl3-gnutls, libssl-dev, libqrcodegencpp-dev")
# For hufu::server alone.
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "libcurl4-openssl-dev | libcurl4-gnutls-dev, nlohmann-json3-dev")
include(CPack)
